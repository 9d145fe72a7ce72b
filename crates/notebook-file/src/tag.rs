//! The course's own metadata, under the key `noisebook`: which lab, and what each cell is for.

use serde_json::Value;

use crate::model::{Cell, CellKind, Metadata, Notebook};

pub(crate) const KEY: &str = "noisebook";

/// The version of the metadata that this crate reads.
pub(crate) const VERSION: u64 = 1;

/// What a cell is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Kernel directives and the prelude that all answers compile with.
    Setup,
    /// A student's body; its id is the trait's name in snake case.
    Answer,
    /// Calls of the public checks.
    Check,
    /// Demos and other code to run, not to change.
    Given,
    /// What the student expects before running a cell.
    Prediction,
    /// A student's text, graded by people.
    Discussion,
}

impl Role {
    const NAMES: [(&str, Self); 6] = [
        ("setup", Self::Setup),
        ("answer", Self::Answer),
        ("check", Self::Check),
        ("given", Self::Given),
        ("prediction", Self::Prediction),
        ("discussion", Self::Discussion),
    ];

    /// The role's name in metadata.
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(_, role)| *role == self)
            .map_or("", |(name, _)| name)
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, role)| *role)
    }
}

/// Which lab a notebook is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabTag<'a> {
    /// The lab's name, as in `notebooks/<lab>.ipynb`.
    pub lab: &'a str,
    /// Version of the metadata's layout.
    pub version: u64,
}

impl Notebook {
    /// Which lab the notebook says it is; nothing if the metadata is missing or of another shape.
    pub fn lab(&self) -> Option<LabTag<'_>> {
        let tag = tag(&self.metadata)?;
        Some(LabTag {
            lab: tag.get("lab")?.as_str()?,
            version: tag.get("version")?.as_u64()?,
        })
    }

    /// The ids of the answer cells, in order, each once.
    pub fn answer_ids(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        for id in self.cells.iter().filter_map(Cell::answer_id) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }
}

impl Cell {
    /// What the cell is for; nothing if the metadata is missing or names no known role.
    pub fn role(&self) -> Option<Role> {
        Role::named(tag(&self.metadata)?.get("role")?.as_str()?)
    }

    /// The id in the course's metadata (not Jupyter's cell id).
    pub fn tag_id(&self) -> Option<&str> {
        tag(&self.metadata)?.get("id")?.as_str()
    }

    /// The exercise whose answer this code cell holds.
    pub fn answer_id(&self) -> Option<&str> {
        let is_answer = self.kind == CellKind::Code && self.role() == Some(Role::Answer);
        self.tag_id().filter(|_| is_answer)
    }

    /// The same cell with the course's metadata `role` and `id`.
    pub fn tagged(mut self, role: Role, id: Option<&str>) -> Self {
        let mut tag = Metadata::new();
        tag.insert("role".into(), role.name().into());
        if let Some(id) = id {
            tag.insert("id".into(), id.into());
        }
        self.metadata.insert(KEY.into(), Value::Object(tag));
        self
    }
}

pub(crate) fn tag(metadata: &Metadata) -> Option<&Metadata> {
    metadata.get(KEY)?.as_object()
}
