// What may leave of a STIX 2.1 object: its properties by type, each with its kind. What is not named here
// does not leave. One letter a kind, "*" for what must be there:
//   t text  T texts  v value of its own (an address, a path)  w word or number in words  W list of words
//   d time  i integer  n number  b boolean  h hashes  x bytes in base64 or hex  p pattern
//   r reference  R references  D dictionary of texts  N dictionary of numbers  F header fields
//   {name} an object of that name below, [name] a list of them
// Left out although the standard has them: user-account `credential` (a secret), file `exif_tags` of
// raster-image-ext and `ipfix` (whatever a device wrote), `document_info_dict` of pdf-ext.
// Source: STIX 2.1 sections 3.2 (common properties), 4 (domain objects), 5 (relationships), 6 (observables).

/** Of every domain and relationship object. */
export const COMMON =
  "created_by_ref:r created:d modified:d revoked:b labels:W confidence:i lang:w external_references:[external-reference] object_marking_refs:R";

/** Of every observable. */
export const COMMON_OBSERVABLE = "object_marking_refs:R defanged:b";

const ACTOR = "name*:t description:t aliases:T first_seen:d last_seen:d";
const MOTIVATION = "resource_level:w primary_motivation:w secondary_motivations:W";

/** Source: STIX 2.1 sections 4 and 5. */
export const OBJECTS: Readonly<Record<string, string>> = {
  "attack-pattern": "name*:t description:t aliases:T kill_chain_phases:[kill-chain-phase]",
  campaign: `${ACTOR} objective:t`,
  "course-of-action": "name*:t description:t",
  grouping: "name:t description:t context*:w object_refs*:R",
  identity: "name*:t description:t roles:T identity_class:w sectors:W contact_information:t",
  incident: "name*:t description:t",
  indicator:
    "name:t description:t indicator_types:W pattern*:p pattern_type*:w pattern_version:w valid_from*:d valid_until:d kill_chain_phases:[kill-chain-phase]",
  infrastructure: `${ACTOR} infrastructure_types:W kill_chain_phases:[kill-chain-phase]`,
  "intrusion-set": `${ACTOR} goals:T ${MOTIVATION}`,
  location:
    "name:t description:t latitude:n longitude:n precision:n region:w country:w administrative_area:t city:t street_address:t postal_code:t",
  malware:
    "name:t description:t malware_types:W is_family*:b aliases:T kill_chain_phases:[kill-chain-phase] first_seen:d last_seen:d operating_system_refs:R architecture_execution_envs:W implementation_languages:W capabilities:W sample_refs:R",
  "malware-analysis":
    "product*:w version:w host_vm_ref:r operating_system_ref:r installed_software_refs:R configuration_version:w modules:T analysis_engine_version:w analysis_definition_version:w submitted:d analysis_started:d analysis_ended:d result_name:t result:w analysis_sco_refs:R sample_ref:r",
  note: "abstract:t content*:t authors:T object_refs*:R",
  "observed-data": "first_observed*:d last_observed*:d number_observed*:i object_refs*:R",
  opinion: "explanation:t authors:T opinion*:w object_refs*:R",
  report: "name*:t description:t report_types:W published*:d object_refs*:R",
  "threat-actor": `${ACTOR} threat_actor_types:W roles:W goals:T sophistication:w ${MOTIVATION} personal_motivations:W`,
  tool: "name*:t description:t tool_types:W aliases:T kill_chain_phases:[kill-chain-phase] tool_version:w",
  vulnerability: "name*:t description:t",
  relationship:
    "relationship_type*:w description:t source_ref*:r target_ref*:r start_time:d stop_time:d",
  sighting:
    "description:t first_seen:d last_seen:d count:i sighting_of_ref*:r observed_data_refs:R where_sighted_refs:R summary:b",
  "language-content": "object_ref*:r object_modified:d contents*:C",
};

/** A marking definition has no versions. Source: STIX 2.1 section 7.2.1. */
export const MARKING_DEFINITION =
  "name:t definition_type:w definition:{statement} created_by_ref:r created:d object_marking_refs:R";

/** Source: STIX 2.1 section 6. */
export const OBSERVABLES: Readonly<Record<string, string>> = {
  artifact: "mime_type:w payload_bin:x url:v hashes:h encryption_algorithm:w decryption_key:t",
  "autonomous-system": "number*:i name:t rir:w",
  directory: "path*:t path_enc:w ctime:d mtime:d atime:d contains_refs:R",
  "domain-name": "value*:v resolves_to_refs:R",
  "email-addr": "value*:v display_name:t belongs_to_ref:r",
  "email-message":
    "is_multipart*:b date:d content_type:w from_ref:r sender_ref:r to_refs:R cc_refs:R bcc_refs:R message_id:v subject:t received_lines:T additional_header_fields:F body:t body_multipart:[mime-part] raw_email_ref:r",
  file: "hashes:h size:i name:t name_enc:w magic_number_hex:x mime_type:w ctime:d mtime:d atime:d parent_directory_ref:r contains_refs:R content_ref:r",
  "ipv4-addr": "value*:v resolves_to_refs:R belongs_to_refs:R",
  "ipv6-addr": "value*:v resolves_to_refs:R belongs_to_refs:R",
  "mac-addr": "value*:v",
  mutex: "name*:t",
  "network-traffic":
    "start:d end:d is_active:b src_ref:r dst_ref:r src_port:i dst_port:i protocols*:W src_byte_count:i dst_byte_count:i src_packets:i dst_packets:i src_payload_ref:r dst_payload_ref:r encapsulates_refs:R encapsulated_by_ref:r",
  process:
    "is_hidden:b pid:i created_time:d cwd:t command_line:t environment_variables:D opened_connection_refs:R creator_user_ref:r image_ref:r parent_ref:r child_refs:R",
  software: "name*:t cpe:w swid:t languages:W vendor:t version:w",
  url: "value*:v",
  "user-account":
    "user_id:t account_login:t account_type:w display_name:t is_service_account:b is_privileged:b can_escalate_privs:b is_disabled:b account_created:d account_expires:d credential_last_changed:d account_first_login:d account_last_login:d",
  "windows-registry-key":
    "key:t values:[registry-value] modified_time:d creator_user_ref:r number_of_subkeys:i",
  "x509-certificate":
    "is_self_signed:b hashes:h version:w serial_number:w signature_algorithm:w issuer:t validity_not_before:d validity_not_after:d subject:t subject_public_key_algorithm:w subject_public_key_modulus:w subject_public_key_exponent:i x509_v3_extensions:{x509-v3-extensions}",
};

const PE_NUMBERS =
  "major_linker_version minor_linker_version size_of_code size_of_initialized_data size_of_uninitialized_data address_of_entry_point base_of_code base_of_data image_base section_alignment file_alignment major_os_version minor_os_version major_image_version minor_image_version major_subsystem_version minor_subsystem_version size_of_image size_of_headers size_of_stack_reserve size_of_stack_commit size_of_heap_reserve size_of_heap_commit number_of_rva_and_sizes";
const PE_BYTES =
  "magic_hex win32_version_value_hex checksum_hex subsystem_hex dll_characteristics_hex loader_flags_hex";

/** Objects inside objects. Source: STIX 2.1 sections 2.2, 2.11, 6 and 7.2. */
export const INNER: Readonly<Record<string, string>> = {
  "external-reference": "source_name*:t description:t url:v hashes:h external_id:v",
  "kill-chain-phase": "kill_chain_name*:w phase_name*:w",
  "mime-part": "body:t body_raw_ref:r content_type:w content_disposition:t",
  "registry-value": "name:t data:t data_type:w",
  "x509-v3-extensions":
    "basic_constraints:t name_constraints:t policy_constraints:t key_usage:t extended_key_usage:t subject_key_identifier:t authority_key_identifier:t subject_alternative_name:t issuer_alternative_name:t subject_directory_attributes:t crl_distribution_points:t inhibit_any_policy:t private_key_usage_period_not_before:d private_key_usage_period_not_after:d certificate_policies:t policy_mappings:t",
  statement: "statement*:t",
  "data-stream": "name*:t hashes:h size:i",
  "pe-section": "name*:t size:i entropy:n hashes:h",
  "pe-optional-header": `${withKind(PE_NUMBERS, "i")} ${withKind(PE_BYTES, "x")} hashes:h`,
};

/** Extensions of the standard, by the type they stand on. Source: STIX 2.1 section 6. */
export const EXTENSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  file: {
    "archive-ext": "contains_refs*:R comment:t",
    "ntfs-ext": "sid:w alternate_data_streams:[data-stream]",
    "pdf-ext": "version:w is_optimized:b pdfid0:w pdfid1:w",
    "raster-image-ext": "image_height:i image_width:i bits_per_pixel:i",
    "windows-pebinary-ext":
      "pe_type*:w imphash:w machine_hex:x number_of_sections:i time_date_stamp:d pointer_to_symbol_table_hex:x number_of_symbols:i size_of_optional_header:i characteristics_hex:x file_header_hashes:h optional_header:{pe-optional-header} sections:[pe-section]",
  },
  "network-traffic": {
    "http-request-ext":
      "request_method*:w request_value*:v request_version:w request_header:F message_body_length:i message_body_data_ref:r",
    "icmp-ext": "icmp_type_hex*:x icmp_code_hex*:x",
    "socket-ext":
      "address_family*:w is_blocking:b is_listening:b options:N socket_type:w socket_descriptor:i socket_handle:i",
    "tcp-ext": "src_flags_hex:x dst_flags_hex:x",
  },
  process: {
    "windows-process-ext":
      "aslr_enabled:b dep_enabled:b priority:w owner_sid:v window_title:t startup_info:D integrity_level:w",
    "windows-service-ext":
      "service_name:t descriptions:T display_name:t group_name:t start_type:w service_dll_refs:R service_type:w service_status:w",
  },
  "user-account": { "unix-account-ext": "gid:i groups:T home_dir:t shell:t" },
};

function withKind(names: string, kind: string): string {
  return names.replace(/\S+/g, (name) => `${name}:${kind}`);
}
