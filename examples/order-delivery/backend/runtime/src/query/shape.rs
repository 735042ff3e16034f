//! `keys`, `excludeKeys` and `include` as clients write them → [`Shape`]: how much of each object to answer. It knows no
//! class: a name leads wherever the class at that place has it lead, and one that leads nowhere plays no part, as in
//! Parse.

use super::Projection;
use crate::Result;
use crate::class::{ClassDef, Kind};
use crate::error::Error;
use std::collections::BTreeMap;

/// How many steps an `include` or a key may go from the object that was asked for.
const MAX_DEPTH: usize = 10;
/// How many places `include` and the keys with dots may name, all told.
const MAX_PLACES: usize = 100;

/// How much to answer of an object, and of those that it points at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    /// The fields to answer; all of them where it is empty.
    keys: Vec<String>,
    excluded: Vec<String>,
    /// Every Pointer and Array leads to what is included.
    all: bool,
    /// By the name of a field, or of a member of an Object.
    parts: BTreeMap<String, Part>,
}

#[derive(Clone, Debug, Default)]
struct Part {
    included: bool,
    shape: Shape,
}

/// What is answered of an object where nobody said how much: the whole of it.
static WHOLE: Shape = Shape {
    keys: Vec::new(),
    excluded: Vec::new(),
    all: false,
    parts: BTreeMap::new(),
};

impl Shape {
    /// # Errors
    /// Code 102 for a path that is too long, or too many of them.
    pub(crate) fn parse(
        keys: Option<&str>,
        excluded: Option<&str>,
        include: Option<&str>,
        include_all: bool,
    ) -> Result<Self> {
        let mut shape = Self {
            all: include_all,
            ..Self::default()
        };
        let mut places = 0;
        for path in paths(include)? {
            shape.include(&path, &mut places)?;
        }
        for path in paths(keys)? {
            shape.key(&path, &mut places)?;
        }
        for path in paths(excluded)? {
            shape.exclude(&path, &mut places)?;
        }
        Ok(shape)
    }

    /// These fields, each by the names on the way to it, with what is on the way included.
    ///
    /// # Errors
    /// Code 102 for a path that is too long, or too many of them.
    #[cfg(feature = "graphql")]
    pub(crate) fn of_paths(paths: &[Vec<&str>]) -> Result<Self> {
        let mut shape = Self::default();
        let mut places = 0;
        for path in paths {
            if path.len() > MAX_DEPTH {
                return Err(Error::query(format!(
                    "`{}` is longer than {MAX_DEPTH} steps",
                    path.join(".")
                )));
            }
            shape.key(path, &mut places)?;
        }
        Ok(shape)
    }

    /// Whether anything is to be answered in the place of a Pointer to it.
    pub(crate) fn includes(&self) -> bool {
        self.all || self.parts.values().any(|part| part.included)
    }

    /// What of `class` is answered, but for these fields.
    pub(crate) fn projection(&self, class: &ClassDef, withheld: &[usize]) -> Projection {
        self.projection_with(class, withheld, &[])
    }

    /// The same, with these fields, though they are hidden.
    pub(crate) fn projection_with(
        &self,
        class: &ClassDef,
        withheld: &[usize],
        shown: &[&str],
    ) -> Projection {
        let of_all = self.keys.is_empty() && self.excluded.is_empty();
        if of_all && withheld.is_empty() && shown.is_empty() {
            return Projection::Visible;
        }
        let named = |(index, name): &(usize, &str)| {
            let key = self.keys.is_empty()
                || self.keys.iter().any(|key| key == name)
                || self.all && leads_on(&class.fields[*index].kind);
            key && self.excluded.iter().all(|excluded| excluded != name)
        };
        let fields = class.fields.iter().map(|field| field.name).enumerate();
        let visible = |index: &usize| {
            let field = &class.fields[*index];
            (!field.hidden || shown.contains(&field.name)) && !withheld.contains(index)
        };
        let fields = fields.filter(named).map(|(index, _)| index).filter(visible);
        Projection::Only(fields.collect())
    }

    /// How much to answer of what is included at a field of `class`, if anything is.
    pub(crate) fn of_field(&self, class: &ClassDef, name: &str) -> Option<&Self> {
        match self.parts.get(name) {
            Some(part) if part.included => Some(&part.shape),
            part if self.all => {
                let (_, field) = class.field(name)?;
                leads_on(&field.kind).then(|| part.map_or(&WHOLE, |part| &part.shape))
            }
            _ => None,
        }
    }

    /// The same at a member of an Object.
    pub(crate) fn of_member(&self, name: &str) -> Option<&Self> {
        let part = self.parts.get(name).filter(|part| part.included)?;
        Some(&part.shape)
    }

    fn include(&mut self, path: &[&str], places: &mut usize) -> Result<()> {
        let Some((first, rest)) = path.split_first() else {
            return Ok(());
        };
        if *first == "*" {
            self.all = true;
            return Ok(());
        }
        let part = self.part(first, places)?;
        part.included = true;
        part.shape.include(rest, places)
    }

    /// A key of what is pointed at includes it.
    fn key(&mut self, path: &[&str], places: &mut usize) -> Result<()> {
        let Some((first, rest)) = path.split_first() else {
            return Ok(());
        };
        self.keys.push((*first).to_owned());
        if rest.is_empty() {
            return Ok(());
        }
        let part = self.part(first, places)?;
        part.included = true;
        part.shape.key(rest, places)
    }

    fn exclude(&mut self, path: &[&str], places: &mut usize) -> Result<()> {
        match path {
            [] => Ok(()),
            [name] => {
                self.excluded.push((*name).to_owned());
                Ok(())
            }
            [first, rest @ ..] => self.part(first, places)?.shape.exclude(rest, places),
        }
    }

    fn part(&mut self, name: &str, places: &mut usize) -> Result<&mut Part> {
        if !self.parts.contains_key(name) {
            *places += 1;
            if *places > MAX_PLACES {
                return Err(Error::query(format!(
                    "`include` and keys with dots name more than {MAX_PLACES} places"
                )));
            }
        }
        Ok(self.parts.entry(name.to_owned()).or_default())
    }
}

/// Whether what is at such a field may lead to other objects.
fn leads_on(kind: &Kind) -> bool {
    matches!(kind, Kind::Pointer { .. } | Kind::Array(_))
}

/// `order.user,products` as the names on each path.
fn paths(text: Option<&str>) -> Result<Vec<Vec<&str>>> {
    let paths = text.unwrap_or_default().split(',').map(str::trim);
    let mut found = Vec::new();
    for path in paths.filter(|path| !path.is_empty()) {
        let names: Vec<_> = path.split('.').collect();
        if names.len() > MAX_DEPTH {
            return Err(Error::query(format!(
                "`{path}` is longer than {MAX_DEPTH} steps"
            )));
        }
        found.push(names);
    }
    Ok(found)
}
