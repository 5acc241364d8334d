import { z } from "@hono/zod-openapi";
import type { AssertionAnswer, CreationAnswer } from "../../usecases/people/sign-in/ports.ts";
import type { PasskeyRequest } from "../../usecases/people/sign-in/sign-in-with-passkey.ts";
import { base64url, secret } from "./shape.ts";

/** The longest credential id (WebAuthn level 2, section 4), and more client data than any browser has. */
const ID = 1_364;
const LONG = 16_384;

/** What a browser made of `navigator.credentials.create`. */
export const creationAnswer: z.ZodType<CreationAnswer> = z
  .strictObject({
    id: base64url(ID),
    clientDataJSON: base64url(LONG),
    attestationObject: base64url(LONG),
  })
  .openapi("PasskeyCreation");

/** What a browser made of `navigator.credentials.get`. */
export const assertionAnswer: z.ZodType<AssertionAnswer> = z
  .strictObject({
    id: base64url(ID),
    clientDataJSON: base64url(LONG),
    authenticatorData: base64url(LONG),
    signature: base64url(2_048),
  })
  .openapi("PasskeyAssertion");

/** A signature as it is handed in: with the ticket under which it was asked for. */
export const signedAnswer: z.ZodObject<{
  ticket: z.ZodString;
  answer: z.ZodType<AssertionAnswer>;
}> = z.strictObject({ ticket: secret, answer: assertionAnswer });

/** What is handed to `navigator.credentials`, and the ticket under which the answer is to come. */
export const passkeyRequest: z.ZodType<PasskeyRequest> = z
  .object({ ticket: z.string(), options: z.record(z.string(), z.unknown()) })
  .openapi("PasskeyRequest");
