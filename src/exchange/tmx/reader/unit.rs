//! One `tu`, construct by construct, into a unit.

use super::attributes::{HistoryReader, Said, missing, unknown};
use super::context::Carried;
use super::kept::Kept;
use super::languages::Languages;
use super::refill::{next_of, refilled};
use super::report::{At, Malformed, shown};
use super::texts::Texts;
use crate::diagnostic::DiagnosticCode;
use crate::exchange::Finding;
use crate::exchange::input::xml::{Defect, Event, Tag};
use crate::exchange::tmx::codes::Element;
use crate::exchange::tmx::segment_type::SegmentType;
use crate::position::Position;
use crate::unit::{SourceLanguage, TranslationUnit, Variant};

/// An element that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Tu,
    Tuv,
    Seg,
    Code,
    Hi,
    Sub,
    Note,
    Prop,
    /// An element inside a `prop`, such as the `seg` that XTM puts there: its
    /// text is the property's.
    InProp,
    /// An element that has no place where it stands.
    Skipped,
}

/// Builds a unit of what it is told, in the memory that the unit has.
#[derive(Clone, Debug)]
pub(super) struct UnitBuilder {
    open: Vec<Open>,
    texts: Texts,
    pub(super) carried: Carried,
    pub(super) languages: Languages,
    /// What the header says of the source.
    pub(super) source_language: SourceLanguage,
    /// What was found in the unit.
    pub(super) findings: Vec<Finding>,
    kept: Kept,
    /// How many variants are filled.
    variants: usize,
    has_seg: bool,
    /// Where the unit and its variant begin.
    places: [Position; 2],
}

impl UnitBuilder {
    pub(super) fn new() -> Self {
        Self {
            open: Vec::new(),
            texts: Texts::default(),
            carried: Carried::default(),
            languages: Languages::default(),
            source_language: SourceLanguage::Unknown,
            findings: Vec::new(),
            kept: Kept::default(),
            variants: 0,
            has_seg: false,
            places: [Position::START; 2],
        }
    }

    /// Begins the unit of a `tu`.
    pub(super) fn begin(&mut self, tag: Tag<'_>, unit: &mut TranslationUnit, at: At<'_>) {
        self.open.clear();
        self.open.push(Open::Tu);
        self.places[0] = at();
        self.findings.clear();
        self.kept.begin_unit();
        self.variants = 0;
        self.carried.begin(unit);
        unit.placement = None;
        unit.proposals.clear();
        unit.source_language.clone_from(&self.source_language);
        self.unit_attributes(tag, unit, at);
    }

    fn unit_attributes(&mut self, tag: Tag<'_>, unit: &mut TranslationUnit, at: At<'_>) {
        let mut id = unit.id.take();
        let mut history = HistoryReader::new(std::mem::take(&mut unit.history));
        for attribute in tag.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            match name {
                "tuid" => {
                    if value.contains(char::is_whitespace) {
                        self.findings.push(spaced_id(&value, at));
                    }
                    unit.id = refilled(&mut id, &value).filter(|id| !id.is_empty());
                }
                "srclang" if value == SourceLanguage::ANY => {
                    unit.source_language = SourceLanguage::Any;
                }
                "srclang" => {
                    if let Some(language) = self.languages.read(&value, at, &mut self.findings) {
                        unit.source_language = SourceLanguage::Is(language);
                    }
                }
                "segtype" if value.parse::<SegmentType>().is_err() => {
                    self.findings.push(no_segment_type(&value, at));
                }
                _ if is_kept(name) || name == "segtype" => {
                    self.kept.attribute(name, &value, unit);
                }
                _ if history.take(name, &value, at, &mut self.findings) => {}
                _ => self.findings.push(unknown("tu", name, at)),
            }
        }
        unit.history = history.into_history();
    }

    /// Takes the next construct; says whether the unit is complete.
    pub(super) fn event(
        &mut self,
        event: Event<'_>,
        unit: &mut TranslationUnit,
        at: At<'_>,
    ) -> Result<bool, Malformed> {
        let top = self.open.last().copied().unwrap_or(Open::Skipped);
        match event {
            Event::Start(tag) => {
                let open = self.start(top, tag, unit, at)?;
                self.open.push(open);
            }
            Event::End(_) => {
                self.open.pop();
                self.end(top, unit)?;
                return Ok(top == Open::Tu);
            }
            Event::Text(text) => self.text(top, text, unit, at),
            Event::Defect(defect) if top != Open::Skipped => self.defect(top, defect, unit, at)?,
            Event::Defect(_) | Event::Eof => {}
        }
        Ok(false)
    }

    fn start(
        &mut self,
        top: Open,
        tag: Tag<'_>,
        unit: &mut TranslationUnit,
        at: At<'_>,
    ) -> Result<Open, Malformed> {
        let name = tag.name();
        match (top, name) {
            (Open::Seg | Open::Hi | Open::Sub, "hi") => {
                self.texts.begin_stretch(tag);
                Ok(Open::Hi)
            }
            (Open::Seg | Open::Hi | Open::Sub, _) => {
                let element = code_element(name).ok_or_else(|| misplaced(top, name, at))?;
                self.texts.begin_code(element, tag, at, &mut self.findings);
                Ok(Open::Code)
            }
            (Open::Code, "sub") => {
                self.texts.begin_sub(tag, at)?;
                Ok(Open::Sub)
            }
            (Open::Code, _) => Err(misplaced(top, name, at)),
            (Open::Tu, "tuv") => {
                self.begin_variant(tag, unit, at);
                Ok(Open::Tuv)
            }
            (Open::Tu | Open::Tuv, "note") => {
                let said = Said::read(tag, &mut self.languages, at, &mut self.findings);
                self.kept.begin_note(said, unit);
                Ok(Open::Note)
            }
            (Open::Tu | Open::Tuv, "prop") => {
                let said = Said::read(tag, &mut self.languages, at, &mut self.findings);
                if said.name.is_none() {
                    self.findings.push(missing("prop", "type", at));
                }
                self.kept.begin_property(said, unit);
                Ok(Open::Prop)
            }
            (Open::Tuv, "seg") if !self.has_seg => {
                self.has_seg = true;
                self.texts.begin_seg(&mut unit.variants[self.variants - 1].text);
                Ok(Open::Seg)
            }
            (Open::Prop | Open::InProp, "seg" | "hi") => {
                self.kept.begin_inner(unit);
                Ok(Open::InProp)
            }
            (Open::Skipped | Open::InProp, _) => Ok(Open::Skipped),
            _ => {
                let message = format!("expected no `{}` here; it is left out", shown(name));
                self.tell(DiagnosticCode::UnexpectedElement, message, at);
                Ok(Open::Skipped)
            }
        }
    }

    fn end(&mut self, ended: Open, unit: &mut TranslationUnit) -> Result<(), Malformed> {
        match ended {
            Open::Tu => self.finish(unit)?,
            Open::Tuv => self.end_variant(unit),
            Open::Seg => {
                let text = &mut unit.variants[self.variants - 1].text;
                self.texts.end_seg(text, &mut self.findings);
            }
            Open::Code => self.texts.end_code(&mut self.findings),
            Open::Hi => self.texts.end_stretch(),
            Open::Sub => self.texts.end_sub(&mut self.findings),
            Open::Prop => self.kept.end_property(unit, &mut self.carried),
            Open::Note | Open::InProp | Open::Skipped => {}
        }
        Ok(())
    }

    fn text(&mut self, top: Open, text: &str, unit: &mut TranslationUnit, at: At<'_>) {
        match top {
            Open::Seg | Open::Hi | Open::Sub => self.texts.push_text(text),
            Open::Code => self.texts.push_native(text),
            Open::Note => self.kept.note_text(text, unit),
            Open::Prop => self.kept.property_text(text, unit),
            Open::InProp => self.kept.inner_text(text, unit),
            Open::Tu | Open::Tuv if !is_space(text) => {
                let message = format!(
                    "expected text in a `seg`, a `note` or a `prop`, but found `{}` outside of \
                     them; it is left out",
                    shown(text.trim())
                );
                self.tell(DiagnosticCode::UnexpectedElement, message, at);
            }
            Open::Tu | Open::Tuv | Open::Skipped => {}
        }
    }

    fn defect(
        &mut self,
        top: Open,
        defect: Defect<'_>,
        unit: &mut TranslationUnit,
        at: At<'_>,
    ) -> Result<(), Malformed> {
        match defect {
            Defect::Reference(_) => return Err(Malformed::new(at(), defect.to_string())),
            Defect::Character(_) => {
                self.tell(DiagnosticCode::ForbiddenCharacter, defect.to_string(), at);
            }
            Defect::CdataEnd => {
                self.tell(DiagnosticCode::UnexpectedElement, defect.to_string(), at);
                self.text(top, "]]>", unit, at);
            }
            // Nothing of these is lost.
            Defect::CommentHyphens | Defect::MissingMark | Defect::Encoding { .. } => {}
        }
        Ok(())
    }

    fn tell(&mut self, code: DiagnosticCode, message: String, at: At<'_>) {
        self.findings.push(Finding::new(code, at(), message));
    }

    /// The variant that is open.
    fn variant<'u>(&self, unit: &'u mut TranslationUnit) -> &'u mut Variant {
        &mut unit.variants[self.variants - 1]
    }

    fn begin_variant(&mut self, tag: Tag<'_>, unit: &mut TranslationUnit, at: At<'_>) {
        self.places[1] = at();
        self.has_seg = false;
        self.kept.begin_variant(self.variants);
        let variant = next_of(&mut unit.variants, &mut self.variants, Variant::default);
        variant.state = None;
        let mut history = HistoryReader::new(std::mem::take(&mut variant.history));
        let (mut language, mut older) = (None, None);
        for attribute in tag.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            match name {
                "xml:lang" => language = Some(value),
                "lang" => older = Some(value),
                _ if is_kept(name) => self.kept.attribute(name, &value, unit),
                _ if history.take(name, &value, at, &mut self.findings) => {}
                _ => self.findings.push(unknown("tuv", name, at)),
            }
        }
        let language = match language.or(older) {
            Some(tag) => self.languages.read(&tag, at, &mut self.findings),
            None => {
                self.findings.push(missing("tuv", "xml:lang", at));
                None
            }
        };
        let variant = self.variant(unit);
        (variant.language, variant.history) = (language, history.into_history());
    }

    fn end_variant(&mut self, unit: &mut TranslationUnit) {
        self.kept.end_variant(self.variant(unit));
        if !self.has_seg {
            self.variants -= 1;
            let message = "expected a `seg` in the `tuv`, but found none; it is left out";
            let code = DiagnosticCode::MissingElement;
            self.findings.push(Finding::new(code, self.places[1], message));
        }
    }

    fn finish(&mut self, unit: &mut TranslationUnit) -> Result<(), Malformed> {
        if self.variants == 0 {
            let message = "expected a `tuv` with a `seg` in the `tu`, but found none";
            return Err(Malformed::new(self.places[0], message));
        }
        unit.variants.truncate(self.variants);
        self.kept.end_unit(unit);
        self.carried.finish(unit);
        Ok(())
    }
}

/// The attributes that a `tu` and a `tuv` have and that are kept as they are.
fn is_kept(name: &str) -> bool {
    matches!(name, "o-encoding" | "datatype" | "creationtool" | "creationtoolversion" | "o-tmf")
}

/// The element of a code, numbers left open.
fn code_element(name: &str) -> Option<Element> {
    Some(match name {
        "bpt" => Element::Bpt(0),
        "ept" => Element::Ept(0),
        "ph" => Element::Ph,
        "it" => Element::ItBegin,
        "ut" => Element::Ut,
        _ => return None,
    })
}

/// White space as XML has it (XML 1.0, production 3).
pub(crate) fn is_space(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

fn misplaced(top: Open, name: &str, at: At<'_>) -> Malformed {
    let expected = match top {
        Open::Code => "text or `sub` in a code",
        _ => "text, `bpt`, `ept`, `ph`, `it`, `hi` or `ut` in a segment",
    };
    Malformed::new(at(), format!("expected {expected}, but found `{}`", shown(name)))
}

fn spaced_id(id: &str, at: At<'_>) -> Finding {
    let message = format!("expected a `tuid` without white space, but found `{}`", shown(id));
    Finding::new(DiagnosticCode::InvalidId, at(), message)
}

/// The finding about a `segtype` that there is not.
pub(super) fn no_segment_type(found: &str, at: At<'_>) -> Finding {
    let message = format!(
        "expected `block`, `paragraph`, `sentence` or `phrase` in `segtype`, but found `{}`",
        shown(found)
    );
    Finding::new(DiagnosticCode::InvalidAttribute, at(), message)
}
