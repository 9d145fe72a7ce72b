//! What the child does, seen from the session.

use cell_wire::{Event, Flow, Order};

use super::{Engine, Outcome};
use crate::child::{Answer, Child, Sink};
use crate::deps::Deps;
use crate::endings;
use crate::error::EngineError;

impl Engine {
    /// Gives the child an order and turns its answer into the cell's outcome.
    pub(crate) fn order(
        &mut self,
        order: &Order,
        sink: &mut Sink<'_>,
    ) -> Result<Outcome, EngineError> {
        match self.child.order(order, sink) {
            Answer::Event(Event::Finished { flow, variables }) => {
                let lost = self.keep_only(&variables);
                self.present = variables;
                Ok(match flow {
                    Flow::Done => Ok(()),
                    flow => Err(endings::error(&flow, &lost, &self.generated, &self.texts)),
                })
            }
            Answer::Event(Event::Refused { reason }) => Err(EngineError::Compiler(reason)),
            Answer::Event(Event::Display { .. } | Event::Clear { .. } | Event::Input { .. }) => {
                Ok(Ok(()))
            }
            Answer::Died(reason) => self
                .replace_child(sink)
                .map(|lost| Err(endings::died(&reason, &lost))),
            Answer::Killed => self
                .replace_child(sink)
                .map(|lost| Err(endings::killed(&lost))),
        }
    }

    /// Forgets variables that the child no longer has; returns their names.
    fn keep_only(&mut self, there: &[String]) -> Vec<String> {
        let gone = |name: &&String| !there.contains(name);
        let lost: Vec<String> = self.variables.keys().filter(gone).cloned().collect();
        let why = format!("was moved away in cell {}", self.number);
        self.lost
            .extend(lost.iter().map(|name| (name.clone(), why.clone())));
        lost.iter().for_each(|name| _ = self.variables.remove(name));
        lost
    }

    /// Starts a new child with all items and no variables; returns the names of those that were lost.
    fn replace_child(&mut self, sink: &mut Sink<'_>) -> Result<Vec<String>, EngineError> {
        self.child = Child::start(&self.program, &self.compiler.library_path())?;
        let items = self
            .crates
            .iter()
            .map(|items| items.object.display().to_string());
        let paths = self.deps.iter().map(Deps::object).chain(items).collect();
        self.child.order(&Order::Load { paths }, sink);
        self.present.clear();
        let lost: Vec<String> = std::mem::take(&mut self.variables).into_keys().collect();
        let why = format!("was lost when cell {} ended the process", self.number);
        self.lost
            .extend(lost.iter().map(|name| (name.clone(), why.clone())));
        Ok(lost)
    }
}
