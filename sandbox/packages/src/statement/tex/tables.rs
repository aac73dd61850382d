//! `tabular`.

use super::reader::{Reader, Stop, starts_with_command};
use crate::PackageError;

/// Most columns of a table.
const MAX_COLUMNS: usize = 30;

impl Reader<'_> {
    /// A table as Markdown: the first row is its head.
    pub(super) fn tabular(&mut self) -> Result<String, PackageError> {
        self.skip_option()?;
        self.raw_argument("begin{tabular}")?;
        let stop = Stop::Cell("tabular".into());
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut row = Vec::new();
        loop {
            self.skip_lines()?;
            let cell = self.body(&stop)?;
            row.push(cell.split_whitespace().collect::<Vec<_>>().join(" "));
            if row.len() > MAX_COLUMNS {
                return Err(self.error(format!("a table has more than {MAX_COLUMNS} columns")));
            }
            if self.take("&") {
                continue;
            }
            let ended = !(self.take("\\\\") || self.take("\\tabularnewline"));
            // The last line's end may be followed by nothing but rules.
            if !(ended && row.iter().all(String::is_empty)) {
                rows.push(std::mem::take(&mut row));
            }
            if ended {
                self.take("\\end{tabular}");
                break;
            }
            self.skip_option()?;
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = String::from("\n\n");
        for (index, row) in rows.iter().enumerate() {
            let cells = (0..columns).map(|column| row.get(column).map_or("", String::as_str));
            out.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
            if index == 0 {
                out.push_str(&format!("|{}\n", "---|".repeat(columns)));
            }
        }
        out.push('\n');
        Ok(out)
    }

    /// Rules between rows.
    fn skip_lines(&mut self) -> Result<(), PackageError> {
        loop {
            let spaces = self.rest().len() - self.rest().trim_start().len();
            self.skip(spaces);
            if starts_with_command(self.rest(), "hline") {
                self.skip("\\hline".len());
            } else if starts_with_command(self.rest(), "cline") {
                self.skip("\\cline".len());
                self.raw_argument("cline")?;
            } else {
                return Ok(());
            }
        }
    }
}
