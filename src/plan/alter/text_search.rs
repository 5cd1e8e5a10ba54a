//! Text search dictionaries and configurations.

use super::{Outcome, options};
use crate::catalog::{TextSearchConfiguration, TextSearchDictionary};
use crate::plan::Alteration;

pub(super) fn alter_dictionary(old: &TextSearchDictionary, new: &TextSearchDictionary) -> Outcome {
    if old.template != new.template {
        return Outcome::Replace;
    }
    match options(&old.options, &new.options) {
        Some(Alteration::Options { set, reset }) => {
            Outcome::Alter(vec![Alteration::DictionaryOptions { set, reset }])
        }
        _ => Outcome::Same,
    }
}

pub(super) fn alter_configuration(
    old: &TextSearchConfiguration,
    new: &TextSearchConfiguration,
) -> Outcome {
    if old.parser != new.parser {
        return Outcome::Replace;
    }
    let gone = old.mappings.keys().filter(|token| !new.mappings.contains_key(*token));
    let gone: Vec<String> = gone.cloned().collect();
    let set = new.mappings.iter().filter(|(token, to)| old.mappings.get(*token) != Some(to));
    let set = set.map(|(token, to)| (token.clone(), to.clone())).collect();
    Outcome::Alter(vec![Alteration::ConfigurationMappings { set, gone }])
}
