use noisebook_runtime::Table;

/// What one check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// What was measured.
    pub found: String,
    /// What theory says.
    pub expected: String,
    /// Whether both agree.
    pub holds: bool,
}

/// What the five checks found.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidationReport {
    findings: Vec<Finding>,
}

impl ValidationReport {
    pub(super) fn new(findings: Vec<Finding>) -> Self {
        Self { findings }
    }

    /// Each check's finding, in order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether every check holds.
    pub fn all_hold(&self) -> bool {
        self.findings.iter().all(|finding| finding.holds)
    }

    /// One row for each check.
    pub fn table(&self) -> Table {
        let held = self.findings.iter().filter(|finding| finding.holds).count();
        let title = format!("{held} of {} checks hold", self.findings.len());
        let table = Table::new(["", "check", "found", "expected"]).title(title);
        self.findings.iter().fold(table, |table, finding| {
            let mark = if finding.holds { "✓" } else { "✗" };
            let Finding {
                check,
                found,
                expected,
                ..
            } = finding;
            let minus = |text: &str| text.replace('-', "−");
            table.row([mark.to_owned(), minus(check), minus(found), minus(expected)])
        })
    }

    /// Shows the table as the last expression of a notebook cell; called by the kernel.
    pub fn evcxr_display(&self) {
        self.table().evcxr_display();
    }
}

impl std::fmt::Display for ValidationReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.table().fmt(f)
    }
}
