//! The sandbox against real programs, honest and hostile.
#![cfg(target_os = "linux")]

mod compile;
mod ends;
mod files;
mod memory;
mod network;
mod poor_places;
mod processes;
mod refusals;
mod support;
mod system_calls;
mod trusted;
mod workers;
