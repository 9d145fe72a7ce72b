//! Bytes of a checkpoint.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Checkpoint, Header};

const MAGIC: &[u8; 8] = b"NBTRAIN1";
const HASH: usize = 32;

#[derive(Serialize, Deserialize)]
struct Layout {
    header: Header,
    /// Lengths of the blocks, in bytes.
    blocks: [usize; 4],
}

pub(super) fn pack(checkpoint: &Checkpoint) -> Vec<u8> {
    let losses: Vec<u8> = checkpoint
        .losses
        .iter()
        .flat_map(|loss| loss.to_le_bytes())
        .collect();
    let blocks = [
        &losses,
        &checkpoint.model,
        &checkpoint.average,
        &checkpoint.optimizer,
    ];
    let layout = Layout {
        header: checkpoint.header.clone(),
        blocks: blocks.map(Vec::len),
    };
    let words = serde_json::to_vec(&layout).unwrap_or_default();
    let mut out = MAGIC.to_vec();
    out.extend((words.len() as u64).to_le_bytes());
    out.extend(words);
    blocks.iter().for_each(|block| out.extend(block.iter()));
    let hash = Sha256::digest(&out);
    out.extend(hash);
    out
}

/// The checkpoint, or what the bytes are instead.
pub(super) fn unpack(bytes: &[u8]) -> Result<Checkpoint, String> {
    let rest = bytes
        .strip_prefix(MAGIC)
        .ok_or("a file that is no checkpoint")?;
    let cut = || "an incomplete file".to_owned();
    let (content, hash) = bytes.split_last_chunk::<HASH>().ok_or_else(cut)?;
    if Sha256::digest(content).as_slice() != hash {
        return Err("a damaged or incomplete file".to_owned());
    }
    let rest = &rest[..rest.len().saturating_sub(HASH)];
    let (length, rest) = rest.split_first_chunk::<8>().ok_or_else(cut)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| cut())?;
    let (words, mut rest) = rest.split_at_checked(length).ok_or_else(cut)?;
    let layout: Layout = serde_json::from_slice(words)
        .map_err(|error| format!("a header of another version ({error})"))?;
    let mut take = |index: usize| -> Result<Vec<u8>, String> {
        let (block, after) = rest
            .split_at_checked(layout.blocks[index])
            .ok_or_else(cut)?;
        rest = after;
        Ok(block.to_vec())
    };
    let losses = take(0)?;
    Ok(Checkpoint {
        losses: losses
            .as_chunks()
            .0
            .iter()
            .map(|bytes| f64::from_le_bytes(*bytes))
            .collect(),
        model: take(1)?,
        average: take(2)?,
        optimizer: take(3)?,
        header: layout.header,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            header: Header {
                run: "width 4".into(),
                taken: 3,
                steps_per_epoch: 2,
                phase_ends: vec![2],
            },
            losses: vec![1.0, 0.1 + 0.2, f64::MIN_POSITIVE],
            model: vec![1, 2, 3],
            average: Vec::new(),
            optimizer: vec![9; 100],
        }
    }

    #[test]
    fn what_was_packed_comes_back() {
        assert_eq!(unpack(&pack(&checkpoint())).unwrap(), checkpoint());
    }

    #[test]
    fn no_cut_and_no_flipped_bit_goes_unseen() {
        let bytes = pack(&checkpoint());
        for length in 0..bytes.len() {
            assert!(unpack(&bytes[..length]).is_err(), "cut at {length}");
        }
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1;
            assert!(unpack(&damaged).is_err(), "flipped at {place}");
        }
    }
}
