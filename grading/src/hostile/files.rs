//! Files that are no honest notebook.

use anyhow::Result;
use notebook_file::{Cell, Notebook, Role};

use super::{Ground, Hostile, LAB, Make};

const fn file(name: &'static str, make: fn(&Ground) -> Result<Vec<u8>>) -> Hostile {
    Hostile {
        name,
        make: Make::File(make),
    }
}

pub(super) const ALL: &[Hostile] = &[
    file("answer-missing", |ground| {
        change(ground, |notebook| remove(notebook, "noise_schedules"))
    }),
    file("answer-twice", |ground| {
        let wrong = ground
            .key
            .clone()
            .with_body("2a", "vec![beta_start.max(beta_end); timesteps]");
        change(ground, |notebook| {
            let at = position(notebook, "noise_schedules");
            let mut copy = notebook.cells[at].clone();
            copy.id = Some("copy".into());
            copy.source.clone_from(&wrong.answers["noise_schedules"]);
            notebook.cells.insert(at, copy);
        })
    }),
    file("answer-elsewhere", |ground| {
        change(ground, |notebook| {
            let at = position(notebook, "forward_jump");
            let source = std::mem::take(&mut notebook.cells[at].source);
            notebook.cells[at].source = scaffold(ground, "forward_jump");
            notebook.cells.push(Cell::code(source));
        })
    }),
    file("metadata-stripped", |ground| {
        change(ground, |notebook| {
            notebook.metadata.clear();
            for cell in &mut notebook.cells {
                cell.metadata.clear();
                cell.id = None;
            }
        })
    }),
    file("checks-edited", |ground| {
        let key = ground.key.clone().without("reparameterization");
        let mut notebook = key.notebook(&ground.released)?;
        for cell in &mut notebook.cells {
            match cell.role() {
                Some(Role::Check) => cell.source = "println!(\"all right\");".into(),
                Some(Role::Setup) => {
                    cell.source = "struct Scaffold;\nfn check<T>(_: T) -> u32 {\n    80\n}".into()
                }
                _ => {}
            }
        }
        Ok(notebook.write().into_bytes())
    }),
    file("other-lab", |ground| {
        change(ground, |notebook| {
            let lab = notebook
                .metadata
                .get_mut("noisebook")
                .and_then(|tag| tag.get_mut("lab"));
            lab.into_iter().for_each(|lab| *lab = "vae".into());
        })
    }),
    file("not-json", |ground| {
        let bytes = ground.write(&ground.key)?;
        Ok(bytes[..bytes.len() / 2].to_vec())
    }),
    file("not-a-notebook", |_| {
        Ok(b"{\"score\": 80, \"tests\": []}\n".to_vec())
    }),
    file("too-old", |_| {
        Ok(b"{\"nbformat\": 3, \"worksheets\": []}\n".to_vec())
    }),
    file("byte-order-mark", |ground| {
        Ok([b"\xEF\xBB\xBF".to_vec(), ground.write(&ground.key)?].concat())
    }),
    file("deep-nesting", |ground| {
        let deep = format!(
            "x_prev * beta_t * {}1.0{}",
            "(".repeat(20_000),
            ")".repeat(20_000)
        );
        ground.write(&ground.key.clone().with_body("1c", &deep))
    }),
    file("endless-cell", |ground| {
        let lines = "        let x_prev = x_prev * 1.0;\n".repeat(5_000);
        ground.write(
            &ground
                .key
                .clone()
                .with_body("1c", &format!("{lines}x_prev")),
        )
    }),
    file("broken-helper", |ground| {
        change(ground, |notebook| {
            notebook
                .cells
                .push(Cell::code("fn helper() -> u8 {\n    \"no\"\n}"))
        })
    }),
    file("same-name-twice", |ground| {
        let item = "fn coefficient(beta: f64) -> f64 {\n    beta.sqrt()\n}";
        ground.write(
            &ground
                .key
                .clone()
                .with_items("noise_schedules", item)
                .with_items("forward_jump", item),
        )
    }),
];

fn change(ground: &Ground, change: impl FnOnce(&mut Notebook)) -> Result<Vec<u8>> {
    let mut notebook = ground.key.notebook(&ground.released)?;
    change(&mut notebook);
    Ok(notebook.write().into_bytes())
}

fn position(notebook: &Notebook, answer: &str) -> usize {
    let found = notebook
        .cells
        .iter()
        .position(|cell| cell.answer_id() == Some(answer));
    found.unwrap_or_else(|| panic!("no cell of the answer `{answer}` in the notebook of `{LAB}`"))
}

fn remove(notebook: &mut Notebook, answer: &str) {
    let at = position(notebook, answer);
    notebook.cells.remove(at);
}

fn scaffold(ground: &Ground, answer: &str) -> String {
    ground.released.cells[position(&ground.released, answer)]
        .source
        .clone()
}
