//! The program sees what the policy shows, and fills no disk.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};

use sandbox::{End, Policy};
use tempfile::TempDir;

use crate::support::{both, full, payload, policy, reduced, run, stdout};

fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("secret"), "hidden test").expect("a file");
    folder
}

fn text(path: &std::path::Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn the_hosts_files_are_out_of_reach() {
    let folder = folder();
    let secret = folder.path().join("secret");
    let paths = [
        "/etc/shadow",
        text(&secret),
        "/root",
        "/home",
        "/dev/vda",
        "/dev/mem",
        "/sys",
        "/proc/1/environ",
    ];
    for sandbox in both() {
        let outcome = run(&sandbox, "read", &paths, policy());
        for (path, result) in paths.iter().zip(stdout(&outcome).lines()) {
            assert!(
                ["NotFound", "PermissionDenied"].contains(&result),
                "{path}: {result}"
            );
        }
    }
}

#[test]
fn in_full_isolation_the_hosts_files_do_not_exist() {
    let hidden = [
        "/root",
        "/home",
        "/sys",
        "/var",
        "/etc/shadow",
        "/etc/passwd",
        "/dev/vda",
        "/dev/tty",
        "/dev/shm",
        "/proc/1",
    ];
    let missing = "missing\n".repeat(hidden.len());
    assert_eq!(stdout(&run(&full(), "exists", &hidden, policy())), missing);
    let outcome = run(&full(), "list", &["/proc", "/tmp"], policy());
    let own = payload().strip_prefix("/tmp").ok();
    let own = own.and_then(|path| path.iter().next()).unwrap_or_default();
    let own = own.to_str().expect("text");
    assert_eq!(stdout(&outcome), format!("2 self thread-self\n{own}\n"));
}

#[test]
fn read_only_places_are_shown_and_cannot_be_written() {
    let folder = folder();
    let secret = folder.path().join("secret");
    for sandbox in both() {
        let shown = Policy {
            read_only: [policy().read_only, vec![folder.path().into()]].concat(),
            ..policy()
        };
        assert_eq!(
            stdout(&run(&sandbox, "read", &[text(&secret)], shown.clone())),
            "11 bytes\n"
        );
        let outcome = run(
            &sandbox,
            "write",
            &[text(&secret), text(payload()), "/usr/lib/x", "/x", "/dev/x"],
            shown,
        );
        assert!(
            !stdout(&outcome).contains("written"),
            "{}",
            stdout(&outcome)
        );
    }
    assert_eq!(fs::read(secret).expect("the file"), b"hidden test");
}

#[test]
fn places_can_be_shown_elsewhere_in_full_isolation() {
    let folder = folder();
    let moved = Policy {
        read_only_at: vec![(folder.path().into(), "/data/here".into())],
        ..policy()
    };
    assert_eq!(
        stdout(&run(&full(), "read", &["/data/here/secret"], moved.clone())),
        "11 bytes\n"
    );
    let error = reduced()
        .run(&crate::support::launch("read", "", &[], moved))
        .expect_err("no such mount");
    assert!(
        error
            .to_string()
            .contains("hint: that takes full isolation"),
        "{error}"
    );
}

#[test]
fn writable_folders_keep_what_is_written() {
    for sandbox in both() {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("result");
        let policy = Policy {
            writable: vec![folder.path().into()],
            ..policy()
        };
        assert_eq!(
            stdout(&run(&sandbox, "write", &[text(&file)], policy)),
            "written\n"
        );
        assert_eq!(fs::read(&file).expect("the file"), b"x");
        assert_ne!(
            fs::metadata(&file).expect("the file").uid(),
            0,
            "the program ran as root"
        );
    }
}

#[test]
fn a_link_in_a_writable_folder_leads_nowhere() {
    let folder = folder();
    let writable = TempDir::new().expect("a folder");
    symlink(folder.path(), writable.path().join("link")).expect("a link");
    let through = writable.path().join("link/secret");
    for sandbox in both() {
        let policy = Policy {
            writable: vec![writable.path().into()],
            ..policy()
        };
        let outcome = run(&sandbox, "read", &[text(&through)], policy);
        assert!(
            ["NotFound\n", "PermissionDenied\n"].contains(&stdout(&outcome).as_str()),
            "{}",
            stdout(&outcome)
        );
    }
}

#[test]
fn a_mount_point_behind_a_link_is_not_made_on_the_host() {
    let outside = TempDir::new().expect("a folder");
    let writable = TempDir::new().expect("a folder");
    symlink(outside.path(), writable.path().join("link")).expect("a link");
    let policy = Policy {
        writable: vec![writable.path().into()],
        read_only_at: vec![(payload().into(), writable.path().join("link/made"))],
        ..policy()
    };
    let _ = full().run(&crate::support::launch("exit", "", &["0"], policy));
    assert_eq!(fs::read_dir(outside.path()).expect("the folder").count(), 0);
}

#[test]
fn one_big_file_ends_the_program() {
    for sandbox in both() {
        let outcome = run(
            &sandbox,
            "big-file",
            &[],
            Policy {
                file_bytes: 3 << 20,
                ..policy()
            },
        );
        assert_eq!(outcome.end, End::FileSize);
        assert!(
            outcome.to_string().contains("file size limit 3 MiB"),
            "{outcome}"
        );
    }
}

#[test]
fn tmp_is_small() {
    let outcome = run(
        &full(),
        "fill-tmp",
        &[],
        Policy {
            tmp_bytes: 16 << 20,
            ..policy()
        },
    );
    assert_eq!(
        (outcome.end, stdout(&outcome).as_str()),
        (End::Exited(0), "16\n")
    );
    let outcome = run(
        &full(),
        "many-files",
        &[],
        Policy {
            tmp_inodes: 100,
            ..policy()
        },
    );
    let files: u32 = stdout(&outcome).trim().parse().expect("a number");
    assert!(
        outcome.success() && (90..100).contains(&files),
        "{files} files"
    );
}

#[test]
fn open_files_are_counted() {
    for sandbox in both() {
        let outcome = run(&sandbox, "many-open-files", &[], policy());
        let count: u32 = stdout(&outcome).trim().parse().expect("a number");
        assert!((50..64).contains(&count), "{count} files");
    }
}
