//! The caller's ends of a worker's pipes: reads and writes that give up at a deadline.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Writes what the worker reads on fd 3. Clones share the pipe and the deadline.
#[derive(Debug, Clone)]
pub struct Requests(Arc<End>);

/// Reads what the worker writes on fd 4. Clones share the pipe and the deadline.
#[derive(Debug, Clone)]
pub struct Replies(Arc<End>);

/// One end of a pipe that never blocks by itself.
#[derive(Debug)]
struct End {
    file: Mutex<Option<File>>,
    deadline: Arc<Deadline>,
}

/// A moment that both ends look at.
#[derive(Debug, Default)]
pub(crate) struct Deadline(Mutex<Option<Instant>>);

impl Deadline {
    pub(crate) fn set(&self, within: Duration) {
        *lock(&self.0) = Instant::now().checked_add(within);
    }

    fn left(&self) -> io::Result<Option<Duration>> {
        let left = lock(&self.0).map(|deadline| deadline.saturating_duration_since(Instant::now()));
        match left {
            Some(Duration::ZERO) => Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the worker missed its deadline",
            )),
            left => Ok(left),
        }
    }
}

/// Both ends over the caller's pipe ends, with one deadline.
pub(crate) fn channel(
    requests: OwnedFd,
    replies: OwnedFd,
) -> io::Result<(Requests, Replies, Arc<Deadline>)> {
    let deadline = Arc::new(Deadline::default());
    let end = |fd: OwnedFd| -> io::Result<_> {
        set_nonblocking(fd.as_raw_fd())?;
        Ok(Arc::new(End {
            file: Mutex::new(Some(fd.into())),
            deadline: deadline.clone(),
        }))
    };
    Ok((Requests(end(requests)?), Replies(end(replies)?), deadline))
}

impl Requests {
    /// Closes the pipe: the worker reads an end of file.
    pub fn close(&self) {
        lock(&self.0.file).take();
    }
}

impl Write for Requests {
    /// # Errors
    /// `TimedOut` at the deadline, `BrokenPipe` when the worker is gone or the pipe was closed.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.attempt(libc::POLLOUT, |mut file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Replies {
    /// # Errors
    /// `TimedOut` at the deadline. A worker that is gone is an end of file.
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.attempt(libc::POLLIN, |mut file| file.read(bytes))
    }
}

impl End {
    fn attempt(
        &self,
        events: i16,
        mut action: impl FnMut(&File) -> io::Result<usize>,
    ) -> io::Result<usize> {
        let file = lock(&self.file);
        let file = file.as_ref().ok_or(io::ErrorKind::BrokenPipe)?;
        loop {
            // Before the attempt: a worker that floods the pipe must not outrun the deadline.
            let left = self.deadline.left()?;
            match action(file) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => return result,
            }
            wait(&mut [poll_fd(file.as_raw_fd(), events)], left)?;
        }
    }
}

pub(crate) fn set_nonblocking(fd: RawFd) -> io::Result<()> {
    // SAFETY: both calls only read and set flags of a descriptor that the caller owns.
    let done = unsafe {
        libc::fcntl(
            fd,
            libc::F_SETFL,
            libc::fcntl(fd, libc::F_GETFL) | libc::O_NONBLOCK,
        )
    };
    if done < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

pub(crate) fn poll_fd(fd: RawFd, events: i16) -> libc::pollfd {
    libc::pollfd {
        fd,
        events,
        revents: 0,
    }
}

/// Waits for an event on `fds`, at most `timeout`; an interruption counts as an event.
pub(crate) fn wait(fds: &mut [libc::pollfd], timeout: Option<Duration>) -> io::Result<()> {
    // Rounded up, so that a deadline is past when the wait for it ends.
    let millis = timeout.map_or(-1, |time| {
        i32::try_from(time.as_millis() + 1).unwrap_or(i32::MAX)
    });
    // SAFETY: `fds` is a valid slice for the whole call.
    let ready = unsafe { libc::poll(fds.as_mut_ptr(), fds.len() as libc::nfds_t, millis) };
    let error = io::Error::last_os_error();
    if ready < 0 && error.kind() != io::ErrorKind::Interrupted {
        Err(error)
    } else {
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
