// What somebody has filled in and not sent: kept in the tab, so that a phone that reloads, or drops
// the page while its screen is dark, has it again.

const NAME = "escalation-draft";

/** Bring a form to its draft, if there is one of this very form, and keep what is filled in from now on. */
export function keepDraft(form, key) {
  const kept = read();
  if (kept?.key === key) bring(form, kept.values);
  const keep = () => write({ key, values: controls(form).map((one) => (isBox(one) ? one.checked : one.value)) });
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}

/** Forget the draft: it has been sent. */
export function dropDraft() {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // A browser that keeps nothing has none.
  }
}

function bring(form, values) {
  controls(form).forEach((one, place) => {
    if (isBox(one)) one.checked = values[place] === true;
    else one.value = values[place] ?? "";
    one.dispatchEvent(new Event("change"));
  });
}

const controls = (form) => [...form.querySelectorAll("input, select, textarea")];
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
