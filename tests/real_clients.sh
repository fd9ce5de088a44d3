#!/usr/bin/env bash
# Lets real tools read the TMX and XLIFF that the command writes: xmllint with
# the DTD, translate-toolkit, and OmegaT, which translates documents with it.
#
# Prints a line for each check, and one for each that it skips because a tool
# is missing; where BITEXT_REQUIRE names what is missing, that is a failure
# (tests/support/needs.rs). Installs nothing, needs no network, leaves nothing
# behind. The exit status is 0 where everything that ran passed.
set -euo pipefail
shopt -s extglob
cd "$(dirname "$0")/.."

helpers=tests/real_clients
samples=examples/documents
corpus=../shared/corpus/annotated
bitext=${CARGO_TARGET_DIR:-target}/release/bitext
omegat_jar=${OMEGAT_JAR:-/usr/share/omegat/OmegaT.jar}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# --- Helpers -----------------------------------------------------------------

has() { command -v "$1" >/dev/null; }

fail() {
    printf 'FAILED: %s\n' "$*"
    exit 1
}

# Says what is skipped for want of something: `skip NEED WHAT`.
skip() {
    local required=" ${BITEXT_REQUIRE-} "
    if [[ $required != *" -$1 "* && $required == *" "@(all|"$1")" "* ]]; then
        fail "BITEXT_REQUIRE asks for $1, which is not here: $2"
    fi
    printf 'skipped: %s (%s)\n' "$2" "$1"
}

# Runs a command as a check: `check WHAT COMMAND...`. What it prints is shown
# only where it fails.
check() {
    local what=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        printf 'ok: %s\n' "$what"
    else
        cat "$work/log" >&2
        fail "$what"
    fi
}

# Writes FILE, and the counts of the run as FILE.counts: `extract FILE ARGUMENT...`.
extract() {
    local file=$1
    shift
    # The include files, here and in the corpus, name no language and are Chinese.
    "$bitext" extract "$@" --target-language zh-CN --json -o "$file" 2>"$work/diagnostics" || {
        cat "$work/diagnostics" >&2
        fail "bitext extract $*"
    }
    tail -n 1 "$work/diagnostics" >"$file.counts"
}

# Writes the documents of a project without annotation: `render SIDE FOLDER FILE...`.
render() {
    "$bitext" render "${@:3}" --side "$1" -o "$2" --quiet || fail "bitext render ${*:3}"
}

# --- The DTD -----------------------------------------------------------------

check_grammar() {
    if ! has xmllint; then
        skip xmllint "well-formedness, DTD and schema, as there is no xmllint"
        return
    fi
    check "well-formed: $1" xmllint --noout --nonet "${@:2}"
    # OmegaT brings the DTD too, and the schema that its newer versions ask for.
    local schemas=$work/omegat/schemas dtd=../shared/tmx/tmx14.dtd
    if [ ! -e "$schemas" ] && [ -e "$omegat_jar" ] && has python3; then
        python3 -m zipfile -e "$omegat_jar" "$work/omegat"
    fi
    [ -e "$dtd" ] || dtd=$schemas/tmx14.dtd
    if [ -e "$dtd" ]; then
        check "valid by the DTD: $1" xmllint --noout --nonet --dtdvalid "$dtd" "${@:2}"
    else
        skip omegat "valid by the DTD: $1, as neither ../shared/tmx nor OmegaT has it here"
    fi
    if [ -e "$schemas/tmx14.xsd" ]; then
        check "valid by OmegaT's schema: $1" \
            xmllint --noout --nonet --schema "$schemas/tmx14.xsd" "${@:2}"
    else
        skip omegat "valid by OmegaT's schema: $1, as OmegaT is not here"
    fi
}

# --- translate-toolkit -------------------------------------------------------

# `check_units WHAT STYLE UNITS.jsonl FILE.tmx...`
check_units() {
    if python3 -c 'import translate.storage.tmx' 2>/dev/null; then
        check "every unit and text loads in translate-toolkit: $1" \
            python3 "$helpers/units.py" "${@:2}"
    else
        skip translate-toolkit "translate-toolkit: $1, as python3 does not find it"
    fi
}

# Pretranslated XLIFF: `check_xliff_units WHAT MEMORY SOURCE`.
check_xliff_units() {
    if ! python3 -c 'import translate.storage.xliff' 2>/dev/null; then
        skip translate-toolkit "translate-toolkit: $1, as python3 does not find it"
        return
    fi
    "$bitext" segment "$3" --to jsonl -o "$work/segments.jsonl" --quiet
    "$bitext" pretranslate "$2" "$3" -o "$work/pretranslated.xlf" --quiet
    check "every segment and text loads in translate-toolkit: $1" \
        python3 "$helpers/xliff_units.py" "$work/segments.jsonl" "$work/pretranslated.xlf"
}

# --- OmegaT ------------------------------------------------------------------

# Makes an empty project: `omegat_project FOLDER SEGMENT-BY-SENTENCE`.
omegat_project() {
    mkdir -p "$1"/{source,target,tm/auto,glossary,dictionary,omegat} "$work/config"
    cp "$helpers/omegat/omegat.prefs" "$work/config"
    sed "s/@SENTENCES@/$2/" "$helpers/omegat/omegat.project" >"$1/omegat.project"
}

# Translates the documents of a project with the memories that it has.
omegat() {
    timeout 900 java -Djava.awt.headless=true -Duser.language=en -Duser.home="$work" \
        -Dfile.encoding=UTF-8 -jar "$omegat_jar" "$1" --mode=console-translate \
        --config-dir="$work/config" --disable-project-locking >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        fail "OmegaT runs"
    }
}

# A page whose tags come back as codes, and a text whose Markdown is text.
check_omegat() {
    local flavor=$1 project=$work/project-$1 file
    omegat_project "$project" true
    extract "$project/tm/auto/codes.tmx" "$helpers/omegat/harbor.html" --flavor "$flavor"
    extract "$project/tm/auto/raw.tmx" "$helpers/omegat/notes.md" --flavor "$flavor" --inline raw
    render source "$project/source" "$helpers"/omegat/{harbor.html,notes.md}
    render target "$project/expected" "$helpers"/omegat/{harbor.html,notes.md}
    # OmegaT's filters go by the ending.
    mv "$project/source/notes.md" "$project/source/notes.txt"
    mv "$project/expected/notes.md" "$project/expected/notes.txt"
    omegat "$project"
    for file in harbor.html notes.txt; do
        check "OmegaT translates $file, flavor $flavor" \
            diff "$project/expected/$file" "$project/target/$file"
    done
    check "OmegaT puts the codes in place, flavor $flavor" \
        grep -F 'Zeigen Sie im <i>Terminal</i> Ihren <b>Ausweis</b> vor.' "$project/target/harbor.html"
}

# A page of all the texts of a memory that a page can hold. OmegaT takes texts of
# any language for translations, so the memory has one.
check_omegat_page() {
    local project=$work/project-page
    omegat_project "$project" false
    extract "$work/page.jsonl" "$1"
    extract "$project/tm/auto/page.tmx" "$1"
    python3 "$helpers/page.py" make "$work/page.jsonl" "$project/source/page.html"
    omegat "$project"
    check "OmegaT translates a page of the texts of $1" \
        python3 "$helpers/page.py" check "$work/page.jsonl" "$project"/{source,target}/page.html
}

# Pretranslated XLIFF, of which OmegaT translates what is open with the memory
# that it has; merged, it is the document in the target language. What OmegaT
# shows to be translated is the target, so that has a copy of the source.
check_omegat_xliff() {
    local project=$work/project-xliff page=$helpers/omegat/harbor.html file
    omegat_project "$project" false
    # A tag that stands alone has a slash in its XLIFF, and by this in its TMX.
    sed -i 's|</preference>|<ext_tmx_use_slash>true</ext_tmx_use_slash>\n&|' "$work/config/omegat.prefs"
    "$bitext" import "$work/other.tm" "$helpers/omegat/notes.md" --quiet
    "$bitext" import "$work/own.tm" "$page" --quiet
    render source "$project/english" "$page"
    render target "$project/expected" "$page"
    "$bitext" pretranslate "$work/other.tm" "$project/english/harbor.html" \
        -o "$project/source/open.xlf" --copy-sources --quiet
    "$bitext" pretranslate "$work/own.tm" "$project/english/harbor.html" \
        -o "$project/source/filled.xlf" --copy-sources --quiet
    extract "$project/tm/auto/page.tmx" "$page" --flavor omegat
    if has xmllint; then
        check "XLIFF is well-formed" xmllint --noout --nonet "$project"/source/*.xlf
    fi
    omegat "$project"
    for file in open filled; do
        "$bitext" merge "$project/english/harbor.html" "$project/target/$file.xlf" \
            -o "$project/$file.html" --strict --quiet || fail "bitext merge $file.xlf"
        check "OmegaT finds the matches for pretranslated XLIFF, and it merges: $file" \
            diff "$project/expected/harbor.html" "$project/$file.html"
    done
}

# A Markdown document as XLIFF, which OmegaT translates with a memory of documents
# that have its sentences: it finds those with codes as well.
check_omegat_markdown() {
    local project=$work/project-markdown source=examples/sources/book-a-crossing.md line
    omegat_project "$project" false
    "$bitext" import "$work/notes.tm" "$helpers/omegat/notes.md" --quiet
    "$bitext" pretranslate "$work/notes.tm" "$source" -o "$project/source/open.xlf" \
        --copy-sources --quiet
    extract "$project/tm/auto/samples.tmx" "$samples/zh-CN" --flavor omegat
    omegat "$project"
    "$bitext" merge "$source" "$project/target/open.xlf" -o "$project/merged.md" --quiet ||
        fail "bitext merge $source"
    for line in '**适用角色**：售票员 | 值班经理' '1. 在左侧菜单中，选择 **航次** > **新建预订**。' \
        '请[让值班经理邀请你](https://desk.skerry.example/docs/v4/invite)'; do
        check "OmegaT finds exact matches with Markdown codes: $line" \
            grep -F -- "$line" "$project/merged.md"
    done
}

# --- All of it ---------------------------------------------------------------

cargo build --locked --quiet --release --features cli

flavors=(generic omegat memoq phrase xtm trados weblate)
styles=(codes strip raw)

extract "$work/samples.jsonl" "$samples" --to jsonl
for flavor in "${flavors[@]}"; do
    for style in "${styles[@]}"; do
        extract "$work/$flavor-$style.tmx" "$samples" --flavor "$flavor" --inline "$style"
    done
done
check_grammar "$samples, every flavor and inline style" "$work"/*-*.tmx
for style in "${styles[@]}"; do
    check_units "$samples, every flavor, $style" "$style" "$work/samples.jsonl" "$work"/*-"$style.tmx"
done

for page in harbor.html notes.md; do
    "$bitext" import "$work/$page.tm" "$helpers/omegat/$page" --quiet
    render source "$work/english" "$helpers/omegat/$page"
    check_xliff_units "$page" "$work/$page.tm" "$work/english/$page"
done

german=
if [ -d "$corpus" ]; then
    german=$(find "$corpus" -maxdepth 1 -name '*.de-de' -print -quit)
    extract "$work/corpus.jsonl" "$corpus"
    extract "$work/corpus.tmx" "$corpus"
    check_grammar "$corpus" "$work/corpus.tmx"
    check_units "$corpus" codes "$work/corpus.jsonl" "$work/corpus.tmx"
else
    skip shared "the same of a corpus, as $corpus is not there"
fi
german=${german:-$samples/de-DE}

if [ ! -e "$omegat_jar" ] || ! has java; then
    skip omegat "OmegaT, as $omegat_jar or java is not there"
    exit
fi
for flavor in omegat generic; do
    check_omegat "$flavor"
done
check_omegat_xliff
check_omegat_markdown
if has python3; then
    check_omegat_page "$german"
else
    skip python3 "OmegaT with the memory of $german, as there is no python3"
fi
