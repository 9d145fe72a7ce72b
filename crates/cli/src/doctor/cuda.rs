//! What of CUDA is there: cards are welcome, no lab needs one.

use cuda_probe::{Cuda, CudaError};
use kit::Feature;

use super::findings::{Finding, Status};
use crate::setup::layout::Layout;
use crate::setup::template;

/// The line on CUDA.
pub fn finding(layout: &Layout) -> Finding {
    judge(Cuda::find(), template::has_cuda(layout, Feature::Stub))
}

fn judge(found: Result<Cuda, CudaError>, built: bool) -> Finding {
    let (status, detail) = match found {
        Ok(cuda) if built => (Status::Present, format!("{cuda}the labs compute with it")),
        Ok(cuda) => (
            Status::LaterMade,
            format!(
                "{cuda}the labs are built without it\nhint: run `NOISEBOOK_DEVICE=cuda cargo noisebook setup`"
            ),
        ),
        Err(error) => (
            Status::LaterMade,
            format!("the labs compute on the processor: {error}"),
        ),
    };
    Finding {
        what: "CUDA",
        status,
        detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cuda_probe::{Card, Compiler, Driver, Version};

    fn machine() -> Cuda {
        let version = Version {
            major: 12,
            minor: 8,
        };
        let card = Card {
            name: "Some card".into(),
            memory: 1 << 14,
        };
        Cuda {
            driver: Driver {
                version,
                cards: vec![card],
            },
            compiler: Compiler {
                version,
                library: "libnvrtc.so".into(),
            },
        }
    }

    #[test]
    fn a_card_counts_only_when_the_labs_are_built_for_it() {
        let ready = judge(Ok(machine()), true);
        assert_eq!(ready.status, Status::Present);
        assert!(ready.detail.contains("cuda:0: Some card, 16 GiB\n"));
        let unbuilt = judge(Ok(machine()), false);
        assert_eq!(unbuilt.status, Status::LaterMade);
        assert!(
            unbuilt
                .detail
                .ends_with("hint: run `NOISEBOOK_DEVICE=cuda cargo noisebook setup`")
        );
    }

    #[test]
    fn without_a_card_nothing_fails_and_the_reason_is_told() {
        let finding = judge(Err(CudaError::NoDriver), false);
        assert_eq!(finding.status, Status::LaterMade);
        assert!(
            finding
                .detail
                .starts_with("the labs compute on the processor: no NVIDIA driver")
        );
        assert!(finding.detail.contains("\nhint: "));
    }
}
