// What somebody has filled in and not sent: kept in the tab, so that a phone that reloads, or drops
// the page while its screen is dark, has it again.

const NAME = "escalation-draft";

/** Keep from now on what is filled in of a form, and bring it to its draft, if there is one. Where the
 * form begins otherwise by now in what was filled in, as when a teammate decided on that, nothing is
 * brought: a function is returned that does it. */
export function keepDraft(form, key) {
  const begins = filled(form);
  const kept = read();
  const keep = () => write({ key, begins, values: filled(form) });
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  if (kept?.key !== key) return null;
  const own = Object.keys(kept.values).filter((name) => name in begins && kept.values[name] !== kept.begins[name]);
  const back = () => bring(form, own, kept.values);
  if (own.some((name) => kept.begins[name] !== begins[name])) return back;
  back();
  return null;
}

/** Forget the draft: it has been sent. */
export function dropDraft() {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // A browser that keeps nothing has none.
  }
}

function bring(form, names, values) {
  const named = controls(form);
  for (const name of names) {
    const one = named.get(name);
    if (isBox(one)) one.checked = values[name];
    else one.value = values[name];
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** Return a form's controls by their labels, which stay theirs when others come or go. */
function controls(form) {
  const named = new Map();
  for (const one of form.querySelectorAll("input, select, textarea")) {
    const label = one.labels[0].textContent;
    let name = label;
    for (let count = 2; named.has(name); count += 1) name = `${label} (${count})`;
    named.set(name, one);
  }
  return named;
}

const filled = (form) => Object.fromEntries([...controls(form)].map(([name, one]) => [name, isBox(one) ? one.checked : one.value]));
const isBox = (one) => one.type === "checkbox";

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME));
  } catch {
    return null;
  }
}

function write(draft) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(draft));
  } catch {
    // The form works without.
  }
}
