//! The stages in which an answer is looked for.

use std::collections::HashSet;

use super::released::{ALIKE, AnswerCell, Released};
use super::{Answer, FoundBy, Helper, Note};
use crate::model::{CodeCell, Notebook, Place};
use crate::source::{blank_directives, impls, is_blank, likeness, same_code, sorted_lines};

pub(super) struct Search<'a> {
    /// Code cells with the id of an exercise.
    tagged: Vec<CodeCell<'a>>,
    /// Code cells without a known role or id, released cells left out.
    loose: Vec<CodeCell<'a>>,
    /// No cell has a role: a tool stripped the metadata.
    stripped: bool,
    used: HashSet<Place>,
    notes: Vec<Note>,
}

impl<'a> Search<'a> {
    pub fn new(submission: &'a Notebook, released: &Released<'a>) -> Self {
        let stripped = submission.cells.iter().all(|cell| cell.role().is_none());
        let mut search = Self {
            tagged: Vec::new(),
            loose: Vec::new(),
            stripped,
            used: HashSet::new(),
            notes: Vec::new(),
        };
        let code = submission
            .code_cells()
            .filter(|code| !is_blank(&code.cell.source));
        code.for_each(|code| search.sort(code, released));
        search
    }

    fn sort(&mut self, code: CodeCell<'a>, released: &Released<'a>) {
        match code.cell.answer_id() {
            Some(id) if released.has_answer(id) => self.tagged.push(code),
            Some(id) => {
                self.notes.push(Note::UnknownId {
                    id: id.to_owned(),
                    place: code.place,
                });
                self.loose.push(code);
            }
            None if code.cell.role().is_some() || released.is_other(code.cell) => {}
            None if self.stripped && is_edited(code, released) => {}
            None => self.loose.push(code),
        }
    }

    pub fn answer(&mut self, wanted: &AnswerCell<'a>) -> Answer {
        let mut untouched = None;
        for by in [
            FoundBy::Id,
            FoundBy::CellId,
            FoundBy::ImplLine,
            FoundBy::Likeness,
        ] {
            let cells = self.stage(by, wanted);
            let (same, changed): (Vec<_>, Vec<_>) = cells
                .into_iter()
                .partition(|code| same_code(&code.cell.source, wanted.source));
            self.used
                .extend(same.iter().chain(&changed).map(|code| code.place));
            if let Some(taken) = changed.first() {
                return self.found(wanted.id, *taken, &changed, by);
            }
            untouched = untouched.or(same.first().map(|code| code.place));
        }
        untouched.map_or(Answer::Missing, |place| Answer::Untouched { place })
    }

    fn stage(&self, by: FoundBy, wanted: &AnswerCell<'a>) -> Vec<CodeCell<'a>> {
        let free = self
            .loose
            .iter()
            .filter(|code| !self.used.contains(&code.place));
        match by {
            FoundBy::Id => filter(self.tagged.iter(), |code| {
                code.cell.answer_id() == Some(wanted.id)
            }),
            FoundBy::CellId => filter(free, |code| {
                code.cell.id.is_some() && code.cell.id.as_deref() == wanted.cell_id
            }),
            FoundBy::ImplLine => filter(self.loose.iter().chain(&self.tagged), |code| {
                code.cell.answer_id() != Some(wanted.id) && implements(code, wanted)
            }),
            FoundBy::Likeness if self.stripped => {
                let scaffold = sorted_lines(wanted.source);
                let rated =
                    free.map(|code| (likeness(&sorted_lines(&code.cell.source), &scaffold), *code));
                let best = rated.max_by(|a, b| a.0.total_cmp(&b.0));
                best.filter(|(alike, _)| *alike >= ALIKE)
                    .map(|(_, code)| code)
                    .into_iter()
                    .collect()
            }
            FoundBy::Likeness => Vec::new(),
        }
    }

    fn found(
        &mut self,
        id: &str,
        taken: CodeCell<'a>,
        changed: &[CodeCell<'a>],
        by: FoundBy,
    ) -> Answer {
        let differ = |code: &&CodeCell<'a>| !same_code(&code.cell.source, &taken.cell.source);
        let ignored: Vec<_> = changed
            .iter()
            .filter(differ)
            .map(|code| code.place)
            .collect();
        let (id, place) = (id.to_owned(), taken.place);
        if by != FoundBy::Id {
            self.notes.push(Note::Recovered {
                id: id.clone(),
                place,
                by,
            });
        }
        if !ignored.is_empty() {
            self.notes.push(Note::Duplicated {
                id,
                taken: place,
                ignored,
            });
        }
        Answer::Found {
            source: blank_directives(&taken.cell.source),
            place,
            by,
        }
    }

    /// The loose cells that are no answer and carry no metadata of the course.
    pub fn helpers(&self) -> Vec<Helper> {
        let added = self
            .loose
            .iter()
            .filter(|code| code.cell.role().is_none() && !self.used.contains(&code.place));
        added
            .map(|code| Helper::new(&code.cell.source, code.place))
            .collect()
    }

    pub fn into_notes(self) -> Vec<Note> {
        self.notes
    }
}

fn is_edited(code: CodeCell<'_>, released: &Released<'_>) -> bool {
    let is_answer = released
        .answers
        .iter()
        .any(|wanted| implements(&code, wanted));
    !is_answer && released.resembles_other(code.cell)
}

fn implements(code: &CodeCell<'_>, wanted: &AnswerCell<'_>) -> bool {
    wanted
        .implements
        .is_some_and(|wanted| impls(&code.cell.source).any(|found| found == wanted))
}

fn filter<'a, 'b>(
    cells: impl Iterator<Item = &'b CodeCell<'a>>,
    keep: impl Fn(&CodeCell<'a>) -> bool,
) -> Vec<CodeCell<'a>>
where
    'a: 'b,
{
    let mut cells: Vec<_> = cells.filter(|code| keep(code)).copied().collect();
    cells.sort_by_key(|code| code.place);
    cells
}
