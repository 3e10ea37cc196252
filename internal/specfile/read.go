package specfile

import (
	"errors"
	"fmt"
	"io"
	"reflect"
)

const (
	// MaxBytes is the size of the largest document that [Read] accepts.
	MaxBytes = 256 << 10

	// MaxDepth is how deep lists and mappings may be nested in a document that
	// [Read] accepts. The outermost mapping counts as one.
	MaxDepth = 64
)

// Read reads one YAML or JSON document from r into dst, a pointer to a struct.
// It is strict: see the package comment for what it accepts. The name, usually
// that of a file, appears in messages and opens nothing. A document that starts
// with {" is read as JSON, any other as YAML.
//
// What is wrong with the document is returned as an [*Error], which holds every
// problem at once; only a document that cannot be taken apart at all, such as
// one with a syntax error, has a single one. An error of r is returned wrapped.
// On any error *dst is the zero value, else it is replaced as a whole: Read does
// not merge. At most MaxBytes+1 bytes are taken from r.
func Read(r io.Reader, name string, dst any) (Source, error) {
	p := reflect.ValueOf(dst)
	if p.Kind() != reflect.Pointer || p.IsNil() || p.Elem().Kind() != reflect.Struct {
		return Source{}, fmt.Errorf("specfile: cannot read into %T: expected a pointer to a struct", dst)
	}
	p.Elem().SetZero()

	known := make(shapes)
	if err := known.learn(p.Type().Elem()); err != nil {
		return Source{}, fmt.Errorf("specfile: cannot read into %T: %w", dst, err)
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return Source{}, fmt.Errorf("%s: %w", visible(name, false), err)
	}

	doc := newDocument(name, data)
	c := &Checker{doc: doc}
	doc.root = parse(doc, c)
	if doc.root != nil {
		v := reflect.New(p.Type().Elem()).Elem()
		d := decoder{check: c, shapes: known}
		d.value(doc.root, v, nil)
		if len(c.found) == 0 {
			p.Elem().Set(v)
			return Source{doc}, nil
		}
	}
	return Source{}, c.Err()
}

// parse turns the text of doc into nodes. What it finds wrong with the text it
// adds to c; nil means that there is nothing to go on with.
func parse(doc *document, c *Checker) *node {
	if at, message := doc.unreadable(); message != "" {
		c.add(finding{pos: at, message: message, file: true})
		return nil
	}
	if looksLikeJSON(doc.text) {
		return parseJSON(doc, c)
	}
	return parseYAML(doc, c)
}

// Source remembers where each part of a spec stood in the document that it was
// read from, so that a problem found later can point at it. The zero value
// knows nothing: it belongs to a spec that was written in Go. A Source is
// immutable and safe for concurrent use.
type Source struct{ doc *document }

// Equal is always true: two specs are equal whatever file they came from.
func (Source) Equal(Source) bool { return true }

// Check returns an empty [Checker] whose problems point into the document.
func (s Source) Check() *Checker { return &Checker{doc: s.doc} }

// ErrInvalid is the error that every [*Error] is, for [errors.Is].
var ErrInvalid = errors.New("invalid spec")
