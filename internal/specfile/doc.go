// Package specfile reads the specs of all leadline packages from YAML and JSON,
// and makes the error messages with which a spec is refused.
//
// A spec goes through two hands. [Read] fills a Go struct from one document and
// refuses whatever is not exactly what the struct wants. The package that owns
// the struct then compiles it, and reports what it finds through the [Checker]
// of the [Source] that Read returned. Both report every problem at once, as an
// [*Error]; each [Problem] names file, line and column, shows the line with a
// caret, and suggests the name that was probably meant:
//
//	lifecycle.yaml:9:9: transitions[0].to: unknown status "mqll" (did you mean "mql"?)
//	   9 |     to: mqll
//	               ^
//
// A spec that was written as a Go literal has the zero Source: its problems
// have a path and a message, and no position.
//
// # Types
//
// A struct names its keys with json tags; "-" leaves a field out. Fields are
// structs, pointers, slices, maps with string keys, strings, whole numbers,
// floats, booleans, and types that implement [encoding.TextUnmarshaler], which
// are written as one scalar. Two shorthands are declared with a spec tag:
//
//	Code   string   `json:"code" spec:"scalar"` // the struct may be written as this field alone
//	Status []string `json:"status" spec:"one"`  // the list may be written as its one item
//
// (`spec:"scalar,one"` is both.) A type that cannot be read is a mistake in the
// program: Read reports it with an ordinary error, whatever the document holds.
//
// # Values
//
// A scalar is read by its text and by the type of its field, never by what YAML
// takes it for: no, null and 1.10 are the texts "no", "null" and "1.10" in a
// string, and 010 is no number, for people disagree which one it would be. JSON
// is read alike: 1.10 without quotes is a text in a string, "12" a number in an
// int. A key with nothing after it is as good as absent, and so is null in JSON; in a
// map it stands for the zero value. An empty list item is refused.
//
// # What is refused
//
// Unknown and duplicate keys, more than one document, an empty document,
// anchors, aliases, merge keys, tags, keys that are not text, text that is not
// UTF-8, documents larger than [MaxBytes] and nested deeper than [MaxDepth].
// The time and memory that Read takes are bounded for every input.
//
// # Concurrency
//
// A Source is immutable and safe for concurrent use. A Checker is not.
package specfile
