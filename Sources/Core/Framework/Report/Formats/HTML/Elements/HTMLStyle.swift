// SPDX-License-Identifier: Apache-2.0

/// The style sheet and the script of the HTML report; its policy allows just these two, by their digests.
package enum HTMLStyle {
    /// Text and background of each pair that is used together, in light and dark; a test holds their contrast.
    static let colours: [(name: String, light: String, dark: String)] = [
        ("ground", "#ffffff", "#14171a"), ("panel", "#f3f5f7", "#1f2429"),
        ("text", "#1b1f23", "#e8eaed"), ("faint", "#4f5862", "#b0b8c1"),
        ("line", "#c9d0d6", "#3d454d"), ("link", "#0b57a4", "#8ec1ff"),
        ("pass", "#176639", "#7fd6a0"), ("fail", "#ad1f1f", "#ff9d94"),
        ("abort", "#7d4a00", "#f2bd6b"), ("missing", "#4b5563", "#b9c2cc"),
    ]

    static var sheet: String {
        func variables(_ value: (String, String) -> String) -> String {
            colours.map { "--\($0.name):\(value($0.light, $0.dark))" }.joined(separator: ";")
        }
        return """
            :root{color-scheme:light dark;\(variables { light, _ in light })}
            @media (prefers-color-scheme:dark){:root{\(variables { _, dark in dark })}}
            \(rules)
            \(sheets)
            \(print)
            """
    }

    private static let rules = """
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif;
        overflow-wrap:anywhere}
        header,main,footer{max-width:76rem;margin:0 auto;padding:1rem}
        h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
        h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
        h3{font-size:1.05rem;margin:0 0 .5rem}
        p{margin:.4rem 0;max-width:60rem}
        a{color:var(--link)}
        a:focus-visible,summary:focus-visible,input:focus-visible,select:focus-visible,
        [tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        code,kbd{font:.9em ui-monospace,monospace}
        code.copy{user-select:all;background:var(--panel);padding:0 .25rem;border-radius:.2rem}
        .faint{color:var(--faint)}
        .warning{border-left:.3rem solid var(--abort);padding:.3rem .8rem;background:var(--panel)}
        .verdict{font-weight:700;white-space:nowrap}
        .PASS{color:var(--pass)}.FAIL{color:var(--fail)}
        .ABORT{color:var(--abort)}.MISSING{color:var(--missing)}
        .problem,.testcase{background:var(--panel);border:1px solid var(--line);border-radius:.4rem;
        padding:.8rem 1rem;margin:.8rem 0}
        .problem{border-left:.4rem solid currentColor}
        .problem>*{color:var(--text)}
        .problem.FAIL h3 .verdict{color:var(--fail)}.problem.ABORT h3 .verdict{color:var(--abort)}
        .problem.MISSING h3 .verdict{color:var(--missing)}
        .testcase{padding:.4rem .8rem;margin:.35rem 0}
        summary{cursor:pointer}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;margin:.5rem 0}
        th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid var(--line);
        overflow-wrap:break-word}
        thead th{color:var(--faint);font-weight:600}
        td.number{text-align:right}
        td.number,td.time{white-space:nowrap}
        main{padding-top:0}main>section:first-child>h2{margin-top:.5rem}
        ul.cells{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem;margin:0;padding:0}
        ul.cells a{display:inline-block;min-width:1.6rem;text-align:center;text-decoration:none;
        font:700 .85rem/1.6rem ui-monospace,monospace;border:1px solid currentColor;border-radius:.25rem}
        ul.cells a.PASS{color:var(--pass)}ul.cells a.FAIL{color:var(--ground);background:var(--fail)}
        ul.cells a.ABORT{color:var(--abort);border-style:dashed}
        ul.cells a.MISSING{color:var(--missing);border-style:dotted}
        form{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:.6rem 0}
        form label{display:flex;flex-direction:column;font-size:.9rem;min-width:0}
        input,select{font:inherit;max-width:100%;min-height:2.2rem;padding:.3rem .4rem;color:var(--text);
        background:var(--ground);border:1px solid var(--faint);border-radius:.25rem}
        .bar{width:40%;min-width:6rem}
        .bar svg{display:block;width:100%;height:1rem;background:var(--ground)}
        .bar rect{fill:var(--pass)}.bar .failed{fill:var(--fail)}.bar .aborted{fill:var(--abort)}
        .wide header,.wide main,.wide footer{max-width:none}
        .grid{max-height:85vh;overflow:auto}
        .grid table{width:auto;min-width:100%;border-collapse:separate;border-spacing:0}
        .grid thead th{position:sticky;top:0;z-index:1;background:var(--ground);vertical-align:bottom}
        .grid tbody th{position:sticky;left:0;background:var(--ground);min-width:8rem;max-width:16rem}
        .grid thead th:first-child{left:0;z-index:2}
        .grid .turned{writing-mode:sideways-lr;white-space:nowrap;max-height:12rem;overflow:hidden}
        svg.trend{display:block;width:10rem;height:1.6rem;background:var(--panel)}
        svg.trend line{stroke:var(--line)}svg.trend polyline{fill:none;stroke:var(--link);stroke-width:1.5}
        svg.trend rect.PASS{fill:var(--pass)}svg.trend rect.FAIL{fill:var(--fail)}
        svg.trend rect.ABORT{fill:var(--abort)}svg.trend rect.MISSING{fill:var(--missing)}
        .hidden,[hidden]{display:none!important}
        .skip{position:absolute;left:-100rem}.skip:focus{left:1rem}
        .spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        @media (max-width:40rem){th,td{padding:.25rem .3rem}.bar{min-width:4rem;width:30%}
        .matrix,.matrix tbody,.matrix tr,.matrix th,.matrix td{display:block}.matrix thead{display:none}
        .matrix th{border:0;padding-bottom:0}}
        """

    /// Tables with tens of thousands of cells: rows of columns that have one width, laid out once they come into sight.
    private static let sheets = """
        @media screen{.sheet table,.sheet thead,.sheet tbody{display:block}
        .sheet table{width:max-content;min-width:100%}
        .sheet tr{display:grid;grid-auto-flow:column;grid-template-columns:12rem 6.6rem;grid-auto-columns:5.6rem}
        .sheet tbody tr{content-visibility:auto;contain-intrinsic-size:auto 2.2rem;border-bottom:1px solid var(--line)}
        .sheet tbody th,.sheet td{border-bottom:0}
        .sheet .verdict{font-size:.8rem;line-height:1.5rem;white-space:normal}
        .sheet thead{position:sticky;top:0;z-index:1;background:var(--ground)}
        .sheet thead th{position:static;align-content:end;font-size:.85rem}.sheet thead th:first-child{position:sticky}
        .wide .problem,.lazy{content-visibility:auto;contain-intrinsic-size:auto 10rem}}
        @media screen and (max-width:40rem){.sheet tr{grid-template-columns:8rem 6.6rem}}
        """

    private static let print = """
        @page{size:A4;margin:15mm}
        @media print{:root{\(colours.map { "--\($0.name):\($0.light)" }.joined(separator: ";"))}
        body{font-size:9.5pt}header,main,footer{max-width:none;padding:0}
        .grid{max-height:none;overflow:visible}.grid th{position:static!important}
        .grid th,.grid td{padding:.1rem .2rem}.grid .verdict{font-size:.6rem}
        form,.skip{display:none!important}h2,h3{break-after:avoid}.problem{break-inside:avoid}
        ul.cells a.FAIL{color:var(--fail);background:none;border-width:2px}
        main a:not([class]),header a,footer a{color:inherit;text-decoration:none}tr,.testcase>summary{break-inside:avoid}
        .problem details::details-content{content-visibility:visible;block-size:auto}}
        """

    /// Shows the filters, which would do nothing without it, and opens what a link points to.
    static let script = """
        "use strict";
        (() => {
          const form = document.getElementById("filters");
          const items = [...document.querySelectorAll("[data-verdict]")];
          const rows = [...document.querySelectorAll(".matrix tbody tr")];
          const shown = document.getElementById("shown");
          const apply = () => {
            const value = (name) => form.elements[name].value;
            const text = value("text").trim().toLowerCase();
            let count = 0;
            for (const item of items) {
              const data = item.dataset;
              const fits = (!value("verdict") || data.verdict === value("verdict"))
                && (!value("target") || data.target === value("target"))
                && (!value("standard") || data.standard === value("standard"))
                && (!text || data.text.toLowerCase().includes(text));
              item.classList.toggle("hidden", !fits);
              if (fits && item.classList.contains("testcase")) count += 1;
            }
            for (const row of rows) {
              row.classList.toggle("hidden", !row.querySelector("[data-verdict]:not(.hidden)"));
            }
            shown.textContent = count + " of " + form.dataset.all + " test cases shown";
          };
          const follow = () => {
            let id = "";
            try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
            const target = id && document.getElementById(id);
            if (target && target.tagName === "DETAILS") target.open = true;
          };
          form.hidden = false;
          form.addEventListener("input", apply);
          form.addEventListener("reset", () => setTimeout(apply));
          form.addEventListener("submit", (event) => event.preventDefault());
          addEventListener("hashchange", follow);
          apply();
          follow();
        })();
        """
}
