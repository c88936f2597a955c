// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A table whose rows are subjects or test cases, with filters where scripts run; for pages beside the report.
package struct HTMLTable {
    /// The text and class of a head; a turned one takes little width.
    package struct Head {
        var text: HTML
        var isTurned: Bool

        package init(_ text: HTML, turned: Bool = false) {
            self.text = text
            isTurned = turned
        }
    }

    /// A row, and what the filters go by.
    package struct Row {
        var verdict: Verdict
        var groups: [String]
        var text: String
        var cells: HTML

        /// `cells` are the whole markup of the row, with a `th` first.
        package init(verdict: Verdict, groups: [String] = [], text: String, cells: HTML) {
            self.verdict = verdict
            self.groups = groups
            self.text = text
            self.cells = cells
        }
    }

    private let name: HTML
    private let noun: String
    private let heads: [Head]
    private let rows: [Row]
    private let groupLabel: HTML
    private let choosesColumns: Bool

    /// `name` is the id of the heading that labels the table; `noun` what a row is.
    package init(
        _ name: HTML, of noun: String, _ heads: [Head], _ rows: [Row],
        groupedBy groupLabel: HTML = "Group", choosesColumns: Bool = false
    ) {
        self.name = name
        self.noun = noun
        self.heads = heads
        self.rows = rows
        self.groupLabel = groupLabel
        self.choosesColumns = choosesColumns
    }

    /// Filters, hidden until the script shows them, and the table, which scrolls below its head.
    package var html: HTML {
        let heads = heads.map { head -> HTML in
            head.isTurned
                ? "<th scope=\"col\"><span class=\"turned\">\(head.text)</span></th>"
                : "<th scope=\"col\">\(head.text)</th>"
        }
        let rows = rows.map { row -> HTML in
            let groups: HTML? =
                row.groups.isEmpty ? nil : " data-groups=\"\(row.groups.joined(separator: "\n"))\""
            return
                "<tr data-verdict=\"\(row.verdict.rawValue)\"\(groups) data-text=\"\(row.text)\">\(row.cells)</tr>"
        }
        // Many columns of one width need no layout of what is out of sight.
        let isSheet: HTML? = choosesColumns ? " sheet" : nil
        return """
            \(filters)
            <div class="scroll grid\(isSheet)" tabindex="0" role="region" aria-labelledby="\(name)"><table><thead><tr>\(heads)</tr></thead>
            <tbody>
            \(rows)
            </tbody></table></div>
            """
    }

    private var filters: HTML {
        let verdicts = Verdict.allCases.filter { verdict in
            choosesColumns || rows.contains { $0.verdict == verdict }
        }.map { verdict -> HTML in "<option>\(verdict.rawValue)</option>" }
        let groups = Set(rows.flatMap(\.groups)).sorted().map { group -> HTML in
            "<option>\(group)</option>"
        }
        let columns = heads.enumerated().filter(\.element.isTurned).map { index, head -> HTML in
            "<option value=\"\(index)\">\(head.text)</option>"
        }
        let group: HTML? =
            groups.isEmpty
            ? nil
            : "<label>\(groupLabel)<select name=\"group\"><option value=\"\">all</option>\(groups)</select></label>"
        let column: HTML? =
            choosesColumns
            ? "<label>Standard<select name=\"column\"><option value=\"\">all</option>\(columns)</select></label>"
            : nil
        return """
            <form id="filters" hidden data-all="\(rows.count.counted(noun))" aria-label="Filter the table">
            <label>Verdict<select name="verdict"><option value="">all</option>\(verdicts)</select></label>
            \(group)\(column)
            <label>Text<input type="search" name="text" autocomplete="off"></label>
            <input type="reset" value="Show all">
            <output id="shown" role="status" class="faint"></output>
            </form>
            """
    }

    /// Shows the filters; a chosen standard leaves its column alone, and the verdict is then that one's.
    package static let script = """
        "use strict";
        (() => {
          const form = document.getElementById("filters");
          const shown = document.getElementById("shown");
          const rows = [...document.querySelectorAll("tr[data-verdict]")];
          const heads = [...document.querySelectorAll(".grid thead th")];
          const value = (name) => form.elements[name] ? form.elements[name].value : "";
          let chosen = "";
          const choose = (column) => {
            if (column === chosen) return;
            chosen = column;
            const hides = heads.map((head, index) =>
              column && head.firstElementChild && index !== Number(column));
            for (const row of [heads[0].parentElement, ...rows]) {
              hides.forEach((hide, index) => row.cells[index].classList.toggle("hidden", Boolean(hide)));
            }
          };
          const apply = () => {
            const text = value("text").trim().toLowerCase();
            const column = value("column");
            let count = 0;
            choose(column);
            for (const row of rows) {
              const data = row.dataset;
              const verdict = column ? row.cells[Number(column)].textContent : data.verdict;
              const fits = (!value("verdict") || verdict === value("verdict"))
                && (!value("group") || (data.groups || "").split("\\n").includes(value("group")))
                && (!text || data.text.toLowerCase().includes(text));
              row.classList.toggle("hidden", !fits);
              if (fits) count += 1;
            }
            shown.textContent = count + " of " + form.dataset.all + " shown";
          };
          form.hidden = false;
          form.addEventListener("input", apply);
          form.addEventListener("reset", () => setTimeout(apply));
          form.addEventListener("submit", (event) => event.preventDefault());
          apply();
        })();
        """
}
