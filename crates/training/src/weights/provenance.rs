use serde_json::{Map, Value};

/// How weights came about; stands in the metadata of their file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// What was trained, as `ddpm-quick`.
    pub name: String,
    /// The command that made them.
    pub command: String,
    /// The seed of the run.
    pub seed: u64,
    /// Steps taken.
    pub steps: usize,
    /// The mean loss of the last epoch.
    pub loss: f64,
    /// The device that trained them.
    pub device: String,
    /// Whatever else is known, as measures of quality.
    pub notes: Vec<(String, String)>,
}

impl Provenance {
    /// As keys and values of the file's metadata.
    pub(super) fn entries(&self) -> Vec<(String, String)> {
        let mut entries: Vec<(String, String)> = [
            ("format", "pt".into()),
            ("name", self.name.clone()),
            ("command", self.command.clone()),
            ("seed", self.seed.to_string()),
            ("steps", self.steps.to_string()),
            ("loss", format!("{:.6}", self.loss)),
            ("device", self.device.clone()),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into();
        entries.extend(self.notes.iter().cloned());
        entries
    }

    /// From the header of a safetensors file: 8 bytes of length, then JSON. What a file does not say stays empty.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut metadata =
            header(bytes).ok_or("expected a safetensors file, got something else")?;
        let mut take = |key: &str| match metadata.remove(key) {
            Some(Value::String(value)) => value,
            _ => String::new(),
        };
        let mut provenance = Self {
            name: take("name"),
            command: take("command"),
            seed: take("seed").parse().unwrap_or_default(),
            steps: take("steps").parse().unwrap_or_default(),
            loss: take("loss").parse().unwrap_or(f64::NAN),
            device: take("device"),
            notes: Vec::new(),
        };
        take("format");
        let notes = metadata
            .into_iter()
            .filter_map(|(key, value)| Some((key, value.as_str()?.to_owned())));
        provenance.notes = notes.collect();
        Ok(provenance)
    }
}

fn header(bytes: &[u8]) -> Option<Map<String, Value>> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let json = rest.get(..usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let Ok(Value::Object(mut header)) = serde_json::from_slice(json) else {
        return None;
    };
    match header.remove("__metadata__") {
        Some(Value::Object(metadata)) => Some(metadata),
        _ => Some(Map::new()),
    }
}
