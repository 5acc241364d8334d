// Reads what our code made, as JSON on stdin, and checks it with Go's own implementation of
// transparency logs, golang.org/x/mod/sumdb/note and tlog. Prints what it counted, what failed, and
// what Go makes of the same input, for our code to check in turn.
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	LogKey      string   `json:"logKey"`
	WitnessKey  string   `json:"witnessKey"`
	SignerKey   string   `json:"signerKey"`
	Entries     [][]byte `json:"entries"`
	Checkpoints []struct {
		Size int64  `json:"size"`
		Note string `json:"note"`
	} `json:"checkpoints"`
	Inclusion []struct {
		Index int64    `json:"index"`
		Size  int64    `json:"size"`
		Proof [][]byte `json:"proof"`
	} `json:"inclusion"`
	Consistency []struct {
		Older int64    `json:"older"`
		Newer int64    `json:"newer"`
		Proof [][]byte `json:"proof"`
	} `json:"consistency"`
	Tiles []struct {
		Level int    `json:"level"`
		Index int64  `json:"index"`
		Width int    `json:"width"`
		Path  string `json:"path"`
	} `json:"tiles"`
}

type output struct {
	Checkpoints  int      `json:"checkpoints"`
	Cosignatures int      `json:"cosignatures"`
	Inclusion    int      `json:"inclusion"`
	Consistency  int      `json:"consistency"`
	Tiles        int      `json:"tiles"`
	Failures     []string `json:"failures"`
	// A note that Go signed with SignerKey, and the verifier key of that.
	Note    string `json:"note"`
	NoteKey string `json:"noteKey"`
}

// tree is a tree that Go built of the entries.
type tree struct{ hashes []tlog.Hash }

func (t *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(t.hashes)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		out[i] = t.hashes[index]
	}
	return out, nil
}

func build(entries [][]byte) *tree {
	t := &tree{}
	for i, entry := range entries {
		hashes, err := tlog.StoredHashes(int64(i), entry, t)
		must(err)
		t.hashes = append(t.hashes, hashes...)
	}
	return t
}

func (t *tree) root(size int64) tlog.Hash {
	root, err := tlog.TreeHash(size, t)
	must(err)
	return root
}

// cosignature checks timestamped Ed25519 cosignatures (tlog-cosignature), which x/mod does not know.
type cosignature struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c *cosignature) Name() string    { return c.name }
func (c *cosignature) KeyHash() uint32 { return c.hash }
func (c *cosignature) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(head), msg...), sig[8:])
}

func newCosignature(vkey string) *cosignature {
	parts := strings.SplitN(vkey, "+", 3)
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	must(err)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	if len(key) != 33 || key[0] != 4 {
		must(fmt.Errorf("not a cosignature key: %s", vkey))
	}
	return &cosignature{parts[0], uint32(hash), key[1:]}
}

func main() {
	var in input
	must(json.NewDecoder(os.Stdin).Decode(&in))
	out := output{Failures: []string{}}
	t := build(in.Entries)
	checkCheckpoints(&in, &out, t)
	checkInclusion(&in, &out, t)
	checkConsistency(&in, &out, t)
	for _, tile := range in.Tiles {
		out.Tiles++
		theirs := tlog.Tile{H: 8, L: tile.Level, N: tile.Index, W: tile.Width}.Path()
		if "tile/8/"+strings.TrimPrefix(tile.Path, "tile/") != theirs {
			out.fail("tile %s is %s", tile.Path, theirs)
		}
	}
	signNote(&in, &out)
	must(json.NewEncoder(os.Stdout).Encode(out))
}

func checkCheckpoints(in *input, out *output, t *tree) {
	log, err := note.NewVerifier(in.LogKey)
	must(err)
	witness := newCosignature(in.WitnessKey)
	for _, checkpoint := range in.Checkpoints {
		opened, err := note.Open([]byte(checkpoint.Note), note.VerifierList(log))
		if err != nil {
			out.fail("checkpoint %d: %v", checkpoint.Size, err)
			continue
		}
		root := t.root(checkpoint.Size)
		text := fmt.Sprintf("%s\n%d\n%s\n", log.Name(), checkpoint.Size, root)
		if opened.Text != text {
			out.fail("checkpoint %d says %q, and the tree is %q", checkpoint.Size, opened.Text, text)
			continue
		}
		out.Checkpoints++
		if _, err := note.Open([]byte(checkpoint.Note), note.VerifierList(witness)); err != nil {
			out.fail("cosignature of %d: %v", checkpoint.Size, err)
			continue
		}
		out.Cosignatures++
	}
}

func checkInclusion(in *input, out *output, t *tree) {
	for _, claim := range in.Inclusion {
		leaf := tlog.RecordHash(in.Entries[claim.Index])
		proof := tlog.RecordProof(hashes(claim.Proof))
		theirs, err := tlog.ProveRecord(claim.Size, claim.Index, t)
		must(err)
		err = tlog.CheckRecord(proof, claim.Size, t.root(claim.Size), claim.Index, leaf)
		if err != nil || !same(proof, theirs) {
			out.fail("entry %d of %d: %v", claim.Index, claim.Size, err)
			continue
		}
		out.Inclusion++
	}
}

func checkConsistency(in *input, out *output, t *tree) {
	for _, claim := range in.Consistency {
		proof := tlog.TreeProof(hashes(claim.Proof))
		theirs, err := tlog.ProveTree(claim.Newer, claim.Older, t)
		must(err)
		err = tlog.CheckTree(proof, claim.Newer, t.root(claim.Newer), claim.Older, t.root(claim.Older))
		if err != nil || !same(proof, theirs) {
			out.fail("%d to %d: %v", claim.Older, claim.Newer, err)
			continue
		}
		out.Consistency++
	}
}

func signNote(in *input, out *output) {
	signer, err := note.NewSigner(in.SignerKey)
	must(err)
	signed, err := note.Sign(&note.Note{Text: "signed by Go\n\nover two paragraphs\n"}, signer)
	must(err)
	out.Note = string(signed)
	out.NoteKey = fmt.Sprintf("%s+%s", signer.Name(), hex.EncodeToString(keyHash(signer)))
}

func keyHash(signer note.Signer) []byte {
	var hash [4]byte
	binary.BigEndian.PutUint32(hash[:], signer.KeyHash())
	return hash[:]
}

func hashes(proof [][]byte) []tlog.Hash {
	out := make([]tlog.Hash, len(proof))
	for i, hash := range proof {
		if len(hash) != tlog.HashSize {
			must(fmt.Errorf("a hash of %d bytes", len(hash)))
		}
		copy(out[i][:], hash)
	}
	return out
}

func same(a, b []tlog.Hash) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !bytes.Equal(a[i][:], b[i][:]) {
			return false
		}
	}
	return true
}

func (out *output) fail(format string, args ...any) {
	out.Failures = append(out.Failures, fmt.Sprintf(format, args...))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
