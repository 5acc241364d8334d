/** Whether a text can be a key's name: not empty, no Unicode space, no plus (signed-note, Format). */
export declare function isKeyName(name: string): boolean;
