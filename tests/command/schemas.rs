//! The XLIFF that the command writes, by the schemas of OASIS.

use std::path::Path;

use super::memory::command;
use super::{SAMPLES, text};
use crate::support::needs;

/// A schema that stands for several: what is `lax` in the core is held to the schema
/// of its module.
fn with_modules(core: &Path, folder: &Path) -> String {
    let import = |space: &str, path: &Path| {
        format!(
            "<import namespace=\"urn:oasis:names:tc:xliff:{space}:2.0\" schemaLocation=\"{}\"/>",
            path.display()
        )
    };
    let mut imports = import("document", core);
    for module in ["matches", "metadata"] {
        imports += &import(module, &core.with_file_name(format!("{module}.xsd")));
    }
    let schema = format!("<schema xmlns=\"http://www.w3.org/2001/XMLSchema\">{imports}</schema>");
    let path = folder.join("schema.xsd");
    std::fs::write(&path, schema).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The files that the command writes for each of its ways to XLIFF.
fn written(folder: &Path, form: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = |name: &str| root.join(name).to_str().unwrap().to_owned();
    let (german, new) = (path(&format!("{SAMPLES}/de-DE")), path("examples/sources"));
    command(folder, &["import", "a.memory", &german], 0);
    command(folder, &["pretranslate", "a.memory", &new, "-o", "c.xlf", "--to", form], 0);
    for arguments in [
        &["extract", &german, "--to", form, "--target-language", "de-DE", "-o", "a.xlf"][..],
        &["export", "a.memory", "--to", form, "-o", "b.xlf"],
        &["segment", &new, "--to", form, "--target-language", "de-DE", "-o", "d.xlf"],
    ] {
        command(folder, arguments, 0);
    }
    let read = |name| text(&std::fs::read(folder.join(name)).unwrap());
    ["a.xlf", "b.xlf", "c.xlf", "d.xlf"].map(read).into()
}

#[test]
fn xliff_is_valid() {
    for (form, version) in [("xliff", "1.2"), ("xliff2", "2.1")] {
        let folder = tempfile::tempdir().unwrap();
        let Some(schema) = needs::xliff_schema(version) else { continue };
        let schema = match version {
            "1.2" => schema.to_str().unwrap().to_owned(),
            _ => with_modules(&schema, folder.path()),
        };
        for file in written(folder.path(), form) {
            let Some(output) = needs::xmllint(&["--schema", &schema], &file) else { return };
            assert!(output.status.success(), "{}\n{file}", text(&output.stderr));
        }
    }
}
