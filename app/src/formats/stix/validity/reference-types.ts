/** What a reference may lead to: only these types, or anything but these; each with its "--". */
export interface TargetTypes {
  readonly only?: readonly string[];
  readonly never?: readonly string[];
}

/** A reference that leads to these types only. */
export function only(...types: readonly string[]): TargetTypes {
  return { only: types.map((type) => `${type}--`) };
}

/** No relationship leads to or from these. Source: STIX 2.1 section 5.1.2. */
const NO_END: TargetTypes = {
  never: [
    "bundle--",
    "marking-definition--",
    "language-content--",
    "extension-definition--",
    "relationship--",
    "sighting--",
  ],
};

const ADDRESS = only("ipv4-addr", "ipv6-addr", "mac-addr", "domain-name");

/** By key, whatever object it stands in. Source: STIX 2.1 sections 3.2, 5.2 and 7.2. */
const ANYWHERE: ReadonlyMap<string, TargetTypes> = new Map([
  ["created_by_ref", only("identity")],
  ["object_marking_refs", only("marking-definition")],
  ["marking_ref", only("marking-definition")],
  ["creator_user_ref", only("user-account")],
]);

/** By type and key. Source: STIX 2.1 sections 4, 5 and 6; STIX 2.0 part 4 has the same. */
const IN_TYPE: ReadonlyMap<string, Readonly<Record<string, TargetTypes>>> = new Map(
  Object.entries({
    relationship: { source_ref: NO_END, target_ref: NO_END },
    sighting: {
      where_sighted_refs: only("identity", "location"),
      observed_data_refs: only("observed-data"),
    },
    malware: { sample_refs: only("file", "artifact"), operating_system_refs: only("software") },
    "malware-analysis": {
      host_vm_ref: only("software"),
      operating_system_ref: only("software"),
      installed_software_refs: only("software"),
      sample_ref: only("file", "artifact", "network-traffic"),
    },
    directory: { contains_refs: only("file", "directory") },
    "domain-name": { resolves_to_refs: only("ipv4-addr", "ipv6-addr", "domain-name") },
    "email-addr": { belongs_to_ref: only("user-account") },
    "email-message": {
      from_ref: only("email-addr"),
      sender_ref: only("email-addr"),
      to_refs: only("email-addr"),
      cc_refs: only("email-addr"),
      bcc_refs: only("email-addr"),
      raw_email_ref: only("artifact"),
    },
    file: { parent_directory_ref: only("directory"), content_ref: only("artifact") },
    "ipv4-addr": { resolves_to_refs: only("mac-addr"), belongs_to_refs: only("autonomous-system") },
    "ipv6-addr": { resolves_to_refs: only("mac-addr"), belongs_to_refs: only("autonomous-system") },
    "network-traffic": {
      src_ref: ADDRESS,
      dst_ref: ADDRESS,
      src_payload_ref: only("artifact"),
      dst_payload_ref: only("artifact"),
      encapsulates_refs: only("network-traffic"),
      encapsulated_by_ref: only("network-traffic"),
    },
    process: {
      opened_connection_refs: only("network-traffic"),
      image_ref: only("file"),
      binary_ref: only("file"),
      parent_ref: only("process"),
      child_refs: only("process"),
    },
  }),
);

/** What the standard says the reference under this key of an object of this type leads to. */
export function targetTypes(type: string, key: string): TargetTypes | undefined {
  const general = ANYWHERE.get(key);
  if (general !== undefined) return general;
  const own = IN_TYPE.get(type);
  return own !== undefined && Object.hasOwn(own, key) ? own[key] : undefined;
}

/** Does this key lead to the same types whatever object it stands in? */
export function isTheSameInAll(key: string): boolean {
  return ANYWHERE.has(key);
}

/** May a reference of this kind be this id? Types nobody knows may be led to. */
export function mayBe({ only: types, never }: TargetTypes, id: string): boolean {
  return types === undefined
    ? never?.some((type) => id.startsWith(type)) !== true
    : types.some((type) => id.startsWith(type));
}
