//! Programs that read or write what they should not.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;

pub(crate) fn run(program: &str, args: &[String]) -> bool {
    match program {
        "read" => args
            .iter()
            .for_each(|path| println!("{}", read(Path::new(path)))),
        "write" => args
            .iter()
            .for_each(|path| println!("{}", write(Path::new(path)))),
        "big-file" => println!("{:?}", fill(Path::new("big"))),
        "fill-tmp" => println!("{}", fill_tmp()),
        "many-files" => println!(
            "{}",
            (0..200_000)
                .take_while(|n| File::create(n.to_string()).is_ok())
                .count()
        ),
        "many-open-files" => {
            let files: Vec<_> = (0..10_000)
                .map_while(|_| File::open("/dev/null").ok())
                .collect();
            println!("{}", files.len());
        }
        "list" => args
            .iter()
            .for_each(|path| println!("{}", list(Path::new(path)))),
        "exists" => {
            let word = |path: &Path| {
                if path.symlink_metadata().is_ok() {
                    "exists"
                } else {
                    "missing"
                }
            };
            args.iter()
                .for_each(|path| println!("{}", word(Path::new(path))));
        }
        _ => return false,
    }
    true
}

fn read(path: &Path) -> String {
    let content = if path.is_dir() {
        fs::read_dir(path).map(|_| Vec::new())
    } else {
        fs::read(path)
    };
    match content {
        Ok(bytes) => format!("{} bytes", bytes.len()),
        Err(error) => format!("{:?}", error.kind()),
    }
}

fn write(path: &Path) -> String {
    match OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .and_then(|mut file| file.write_all(b"x"))
    {
        Ok(()) => "written".into(),
        Err(error) => format!("{:?}", error.kind()),
    }
}

/// Bytes written until the system had enough.
fn fill(path: &Path) -> std::io::Result<u64> {
    let mut file = File::create(path)?;
    let block = vec![1; 1 << 20];
    for _ in 0..10 << 10 {
        if file.write_all(&block).is_err() {
            break;
        }
    }
    Ok(file.metadata()?.len())
}

/// Files of 1 MiB until the folder is full.
fn fill_tmp() -> usize {
    (0..10 << 10)
        .take_while(|n| fs::write(n.to_string(), vec![1; 1 << 20]).is_ok())
        .count()
}

fn list(folder: &Path) -> String {
    let names = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name());
    let mut names: Vec<_> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.join(" ")
}
