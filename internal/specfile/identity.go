package specfile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// Identity is what a spec is called in rows and reports: name@revision+hash8, the
// first eight hexadecimal digits of the SHA-256 of its canonical form. That is its
// JSON, whose fields stand in the order of the struct and whose maps are sorted.
func Identity(name string, revision int, spec any) (string, error) {
	full, err := FullIdentity(name, revision, spec)
	return full[:max(0, len(full)-2*(sha256.Size-4))], err
}

// FullIdentity is Identity with all 64 digits: the others tell revisions apart, and
// are too few to sign.
func FullIdentity(name string, revision int, spec any) (string, error) {
	raw, err := json.Marshal(spec)
	if err != nil {
		return "", fmt.Errorf("canonical form of the spec: %w", err)
	}
	sum := sha256.Sum256(raw)
	return fmt.Sprintf("%s@%d+%s", name, revision, hex.EncodeToString(sum[:])), nil
}

// CheckIdentity checks the name and revision of a spec, at those paths; what says
// whose they are, such as "the lifecycle".
func (c *Checker) CheckIdentity(what, name string, revision int) {
	if c.CheckName("name", what, name) && strings.ContainsAny(name, "@+") {
		c.Addf("name", `name %q: "@" and "+" divide the parts of %s's identity`, name, what)
	}
	c.CheckRevision(what, revision)
}

// CheckRevision is the part of CheckIdentity that is about the revision.
func (c *Checker) CheckRevision(what string, revision int) {
	switch {
	case revision == 0 && c.doc != nil && !c.doc.find("revision").exact: // nobody wrote a 0
		c.Addf("revision", "%s needs a revision: 1, and one more with each change", what)
	case revision < 1:
		c.Addf("revision", "expected 1 or more, found %d", revision)
	}
}
