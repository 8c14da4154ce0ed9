//! The file object and its extensions (STIX 2.1 §6.7).

use super::common::DICTIONARY_KEY;
use super::kinds::{BOOL, HEX, INT, Kind, NUMBER, SIZE, Struct, TEXT, TIME};
use super::vocabulary as ov;
use super::{Rule, Type, observable::observable};
use crate::form;

pub(super) const CHARACTER_SET: &str = "a character set registered with IANA";

pub(super) const FILE: Type = Type {
    extensions: &[
        ("archive-ext", &ARCHIVE),
        ("ntfs-ext", &NTFS),
        ("pdf-ext", &PDF),
        ("raster-image-ext", &RASTER_IMAGE),
        ("windows-pebinary-ext", &PE_BINARY),
    ],
    ..observable(
        "file",
        &[
            ("hashes", Kind::Hashes),
            ("size", SIZE),
            ("name", TEXT),
            ("name_enc", Kind::Form(form::character_set, CHARACTER_SET)),
            ("magic_number_hex", HEX),
            ("mime_type", TEXT),
            ("ctime", TIME),
            ("mtime", TIME),
            ("atime", TIME),
            ("parent_directory_ref", Kind::Ref(&["directory"])),
            ("contains_refs", Kind::List(&Kind::Ref(&[]), 1)),
            ("content_ref", Kind::Ref(&["artifact"])),
        ],
        &[],
        &[Rule::AnyOf(&[&["hashes"], &["name"]])],
    )
};

const ARCHIVE: Struct = Struct::with(
    &[("contains_refs", Kind::List(&Kind::Ref(&["file", "directory"]), 1)), ("comment", TEXT)],
    &["contains_refs"],
);

const NTFS: Struct = Struct::some(
    &[
        ("sid", TEXT),
        (
            "alternate_data_streams",
            Kind::List(
                &Kind::Struct(&Struct::with(
                    &[("name", TEXT), ("hashes", Kind::Hashes), ("size", SIZE)],
                    &["name"],
                )),
                1,
            ),
        ),
    ],
    &["sid", "alternate_data_streams"],
);

const PDF: Struct = Struct::some(
    &[
        ("version", TEXT),
        ("is_optimized", BOOL),
        ("document_info_dict", Kind::Dict(form::dictionary_key, DICTIONARY_KEY, &TEXT)),
        ("pdfid0", TEXT),
        ("pdfid1", TEXT),
    ],
    &["version", "is_optimized", "document_info_dict", "pdfid0", "pdfid1"],
);

const RASTER_IMAGE: Struct = Struct::some(
    &[
        ("image_height", INT),
        ("image_width", INT),
        ("bits_per_pixel", INT),
        (
            "exif_tags",
            Kind::Dict(form::exif_tag, "an EXIF tag: a capital letter first", &Kind::Either(&TEXT, &INT)),
        ),
    ],
    &["image_height", "image_width", "bits_per_pixel", "image_compression_algorithm", "exif_tags"],
);

const PE_BINARY: Struct = Struct {
    properties: &[
        ("pe_type", Kind::Vocab(&ov::WINDOWS_PEBINARY_TYPE)),
        ("imphash", TEXT),
        ("machine_hex", HEX),
        ("number_of_sections", SIZE),
        ("time_date_stamp", Kind::Seconds),
        ("pointer_to_symbol_table_hex", HEX),
        ("number_of_symbols", SIZE),
        ("size_of_optional_header", SIZE),
        ("characteristics_hex", HEX),
        ("file_header_hashes", Kind::Hashes),
        ("optional_header", Kind::Struct(&PE_OPTIONAL_HEADER)),
        ("sections", Kind::List(&Kind::Struct(&PE_SECTION), 1)),
    ],
    required: &["pe_type"],
    any_of: &[
        "imphash",
        "machine_hex",
        "number_of_sections",
        "time_date_stamp",
        "pointer_to_symbol_table_hex",
        "number_of_symbols",
        "size_of_optional_header",
        "characteristics_hex",
        "file_header_hashes",
        "optional_header",
        "sections",
    ],
    one_of: &[],
    closed: false,
};

const PE_OPTIONAL_HEADER: Struct = Struct {
    properties: &[
        ("magic_hex", HEX),
        ("major_linker_version", INT),
        ("minor_linker_version", INT),
        ("size_of_code", SIZE),
        ("size_of_initialized_data", SIZE),
        ("size_of_uninitialized_data", SIZE),
        ("address_of_entry_point", INT),
        ("base_of_code", INT),
        ("base_of_data", INT),
        ("image_base", INT),
        ("section_alignment", INT),
        ("file_alignment", INT),
        ("major_os_version", INT),
        ("minor_os_version", INT),
        ("major_image_version", INT),
        ("minor_image_version", INT),
        ("major_subsystem_version", INT),
        ("minor_subsystem_version", INT),
        ("win32_version_value_hex", HEX),
        ("size_of_image", SIZE),
        ("size_of_headers", SIZE),
        ("checksum_hex", HEX),
        ("subsystem_hex", HEX),
        ("dll_characteristics_hex", HEX),
        ("size_of_stack_reserve", SIZE),
        ("size_of_stack_commit", SIZE),
        ("size_of_heap_reserve", SIZE),
        ("size_of_heap_commit", SIZE),
        ("loader_flags_hex", HEX),
        ("number_of_rva_and_sizes", INT),
        ("hashes", Kind::Hashes),
    ],
    required: &[],
    any_of: &[],
    one_of: &[],
    closed: true,
};

const PE_SECTION: Struct =
    Struct::with(&[("name", TEXT), ("size", SIZE), ("entropy", NUMBER), ("hashes", Kind::Hashes)], &["name"]);
