//! Whole files, one for each profile.

use super::*;

#[test]
fn every_profile() {
    for profile in Profile::ALL {
        let encoder = Encoder::default().with_profile(*profile);
        let file = encode(&encoder, &[document_unit(), memory_unit()]);
        units(&file).iter().for_each(check);
        let version = format!("creationtoolversion=\"{}\"", env!("CARGO_PKG_VERSION"));
        assert!(file.contains(&version));
        let file = file.replace(&version, "creationtoolversion=\"VERSION\"");
        insta::assert_snapshot!(profile.as_str(), file);
    }
}

#[test]
fn no_units() {
    let file = encode(&Encoder::default(), &[]).replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!(file, @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <tmx version="1.4">
    <header creationtool="bitext" creationtoolversion="VERSION" segtype="sentence" o-tmf="bitext" adminlang="en-US" srclang="en-US" datatype="html">
    </header>
    <body>
    </body>
    </tmx>
    "#);
}
