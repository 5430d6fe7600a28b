"""Modules put into one script: what is understood runs as it did, what isn't is refused."""

from pathlib import Path

import pytest

from escalation.browser.bundle import bundled, drawing_modules

ROOT = Path(__file__).resolve().parents[2]


def test_a_module_stands_after_what_it_imports_and_only_once():
    modules = {
        "main.js": 'import { draw } from "./a/x.js";\nimport { h } from "./dom.js";\ndraw(h);\n',
        "a/x.js": 'import { h, s as svg } from "../dom.js";\nexport const draw = () => h(svg);\n',
        "dom.js": "export function h() {}\nexport async function s() {}\n",
    }
    script = bundled("main.js", modules)
    assert script.count("function h()") == 1
    assert script.index("// dom.js") < script.index("// a/x.js") < script.index("// main.js")
    assert "const { h, s: svg } = module1;" in script
    assert "return { h, s };" in script
    assert "import" not in script
    assert "export" not in script


def test_an_import_of_several_lines_and_one_for_its_effect_alone():
    modules = {
        "main.js": 'import {\n  a,\n  b as c,\n} from "./x.js";\nimport "./y.js";\na(c);\n',
        "x.js": "export const a = 1;\nexport class b {}\n",
        "y.js": "begin();\n",
    }
    script = bundled("main.js", modules)
    assert "const { a, b: c } = module1;" in script
    assert script.index("begin();") < script.index("a(c);")


@pytest.mark.parametrize(
    ("modules", "why"),
    [
        ({"main.js": 'import { a } from "./gone.js";\n'}, "main.js imports gone.js, which is not"),
        ({"main.js": 'import { a } from "./x.js";\n', "x.js": "const a = 1;\n"}, "not export it"),
        (
            {
                "main.js": 'import { a } from "./x.js";\n',
                "x.js": 'import { b } from "./main.js";\nexport const a = 1;\n',
            },
            "main.js -> x.js -> main.js",
        ),
        ({"main.js": 'import * as all from "./x.js";\n', "x.js": ""}, "import \\* as all"),
        ({"main.js": 'import all from "lodash";\n'}, "import all"),
        ({"main.js": "export default 3;\n"}, "export default"),
        ({"main.js": 'export { a } from "./x.js";\n', "x.js": ""}, "export {"),
        ({"main.js": 'const a = await import("./x.js");\n'}, "import\\("),
        ({"main.js": 'export let a = "";\n'}, "export let"),
        ({"main.js": 'const a = "</SCRIPT>";\n'}, "must not stand in a script"),
        ({"main.js": 'const a = "<!--";\n'}, "must not stand in a script"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(modules, why):
    with pytest.raises(ValueError, match=why):
        bundled("main.js", modules)


def test_words_in_comments_and_texts_are_no_imports():
    said = '// import what you like\nconst a = "an import, an export";\n'
    assert said in bundled("main.js", {"main.js": said})


def test_all_that_draws_can_be_put_into_one_script():
    modules = drawing_modules()
    everything = "".join(f'import "./{path}";\n' for path in modules)
    script = bundled("main.js", {**modules, "main.js": everything})
    assert all(f"// {path}\n" in script for path in modules)


@pytest.mark.parametrize("folder", ["escalation/web/site", "escalation/browser/drawing"])
def test_children_are_put_by_the_one_function_that_leaves_out_what_is_none(folder):
    own = [path for path in (ROOT / folder).rglob("*.js") if path.name != "dom.js"]
    assert len(own) > 5
    for path in own:
        assert ".replaceChildren(" not in path.read_text(encoding="utf-8"), path
