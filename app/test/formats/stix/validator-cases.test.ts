import { expect, test } from "vitest";
import type { Json, Note } from "../../../src/core/item.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import { describeWithData } from "../../shared-data.ts";
import { read, sharedJson } from "./given.ts";

interface Case {
  readonly test: string;
  readonly instance: Json;
  readonly must_valid: boolean;
}

/** Say how the file is read; they are no fault of the file. */
const READING_NOTES = new Set(["granular-marking-partial", "country-unreadable", "bundle-empty"]);

/** A validator lets `created_by_ref: source--…` pass, so such a note is no proof that a case was seen. */
const isCreatorNote = (note: Note): boolean =>
  note.code === "reference-type" && note.place.endsWith("/created_by_ref");

/**
 * Cases that break a MUST on which neither a decision nor a release relies, by the kind of rule. All
 * other cases that break a MUST are noted.
 */
const NOT_RELIED_UPON = {
  "external references: the form of CVE and CAPEC numbers": [
    "test_external_reference_no_external_id",
    "test_incorrect_cve_format",
    "test_incorrect_cve_format_letter",
    "test_incorrect_cve_format_lowercase",
    "test_incorrect_cve_source_name",
    "test_valid_capec_id",
  ],
  "names of properties and of dictionary keys": [
    "test_invalid_contents_key",
    "test_invalid_property_name_starting_character_in_instance",
    "test_invalid_property_prefix",
    "test_observable_object_extensions_prefix_lax",
    "test_observable_object_extensions_string",
    "test_observable_object_reserved_property",
    "test_reserved_property_action",
    "test_reserved_property_addresses",
    "test_reserved_property_phone_numbers",
    "test_reserved_property_usernames",
  ],
  "the form of values: addresses, URLs, hashes, mime types, languages, platforms": [
    "test_artifact_mime_type",
    "test_directory_character_set",
    "test_email_address_invalid_value",
    "test_hash_length",
    "test_invalid_ipv6",
    "test_invalid_lang",
    "test_software_cpe",
    "test_software_language",
    "test_url",
    "test_url_in_artifact",
    "test_windows_registry_key_truncated",
  ],
  "the kind and range of values, and empty lists": [
    "test_empty_list",
    "test_ext_defn_invalid_extension_type",
    "test_network_traffic_ports",
    "test_number_observed",
    "test_vocab_malware_is_family_boolean",
    "test_wellformed_new_sdo_invalid_extension_type",
  ],
  "properties that exclude or demand each other": [
    "test_artifact_url_payloadbin",
    "test_email_message_multipart",
    "test_ext_defn_extprops_not_top_level",
    "test_file_invalid_is_encrypted",
    "test_network_traffic_end_is_active",
  ],
  "the grammar of patterns": ["test_pattern_custom_invalid_format"],
} as const;

/** Cases the validator lets pass although they break a MUST: what is noted, and why that is right. */
const LET_PASS: Readonly<Record<string, string>> = {
  test_additional_schemas_custom_type_invalid_schema: "id-type-mismatch: an id names its own type",
  test_cmd_and_obj: "property-missing: a bundle of 2.0 objects states its version",
  test_invalid_start_end_time: "reference-malformed: the UUID is one digit short",
  test_lax_option: "marking-definition: the id of TLP:GREEN with another kind of definition",
  test_network_traffic_end_is_active: "reference-malformed: the UUID is one digit short",
  test_validate_parsed_json_list_additional_invalid_schema:
    "id-type-mismatch: an id names its own type",
};

describeWithData("the cases of the OASIS validator", () => {
  const cases = ["21", "20"].flatMap(
    (version) => sharedJson("stix-invalid", `validator-cases-v${version}.json`) as readonly Case[],
  );
  const breaking = cases.filter(({ must_valid: valid }) => !valid);
  const names = Object.values(NOT_RELIED_UPON).flat();
  const unseen = breaking.filter(({ instance }) => faults(instance).length === 0);

  test("346 cases are there, and 133 of them break a MUST", () => {
    expect([cases.length, breaking.length]).toEqual([346, 133]);
  });

  test(`all that break a MUST we rely on are noted or refused; the other ${unseen.length} are named`, () => {
    expect([...new Set(unseen.map(nameOf))].toSorted()).toEqual(names.toSorted());
  });

  test.each(Object.entries(NOT_RELIED_UPON).flatMap(([why, of]) => of.map((name) => [name, why])))(
    "%s is not relied upon (%s)",
    (name) => {
      expect(unseen.map(nameOf)).toContain(name);
    },
  );

  test("no case that breaks no MUST is refused", () => {
    for (const { instance } of cases.filter(({ must_valid: valid }) => valid)) {
      expect(() => read(instance)).not.toThrow();
    }
  });

  test("no case that breaks no MUST is noted, but for those the validator lets pass", () => {
    const noted = cases
      .filter(({ must_valid: valid, instance }) => valid && faults(instance).length > 0)
      .map(({ test: name, instance }) => [nameOf({ test: name }), faults(instance)[0]?.code]);
    const allowed = Object.entries(LET_PASS).map(([name, why]) => [name, why.split(":")[0]]);
    expect(allowed).toEqual(expect.arrayContaining(noted));
    expect(noted).toEqual(expect.arrayContaining(allowed));
  });
});

/** What is wrong with this file, as far as it is noted; a refusal is one too. */
function faults(instance: Json): readonly Note[] {
  try {
    return read(instance).notes.filter(
      (note) => !READING_NOTES.has(note.code) && !isCreatorNote(note),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ code: error.code, place: error.place, says: error.message }];
  }
}

function nameOf({ test: name }: { readonly test: string }): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
