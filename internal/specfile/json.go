package specfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// looksLikeJSON tells JSON from YAML by its first two characters. All JSON is
// YAML in theory; but the YAML parser knows no surrogate escapes and no long
// keys, and null is a text in our YAML.
func looksLikeJSON(text string) bool {
	const space = " \t\r\n"
	rest, ok := strings.CutPrefix(strings.TrimLeft(text, space), "{")
	return ok && strings.HasPrefix(strings.TrimLeft(rest, space), `"`)
}

// jsonParser makes nodes of JSON tokens.
type jsonParser struct {
	doc    *document
	check  *Checker
	tokens *json.Decoder
	cursor cursor
}

// parseJSON returns the root of a JSON document. What it finds wrong it adds to
// c; nil means that nothing more can be said.
func parseJSON(doc *document, c *Checker) *node {
	var all json.RawMessage
	if err := json.Unmarshal([]byte(doc.text), &all); err != nil {
		c.add(jsonProblem(doc, err))
		return nil
	}
	p := jsonParser{doc: doc, check: c, tokens: json.NewDecoder(strings.NewReader(doc.text))}
	p.tokens.UseNumber()
	p.cursor = cursor{doc: doc, pos: position{1, 1}}
	token, at, _ := p.next()
	return p.value(token, at, nil, 1)
}

// jsonProblem makes a problem of a syntax error. It is put into our own words,
// for those of encoding/json are not the same in every version of Go.
func jsonProblem(doc *document, err error) finding {
	s, ok := errors.AsType[*json.SyntaxError](err)
	if !ok {
		return finding{message: "not valid JSON: " + err.Error(), file: true}
	}
	offset := int(s.Offset) - 1
	switch {
	case strings.Contains(err.Error(), "max depth"):
		return finding{pos: doc.position(offset), message: tooDeep}
	case strings.Contains(err.Error(), "unexpected end"):
		return finding{pos: doc.end(), message: "not valid JSON: something is not closed before the end"}
	}
	before := strings.TrimRightFunc(doc.text[:offset], unicode.IsSpace)
	r, _ := utf8.DecodeRuneInString(doc.text[offset:])
	message := "not valid JSON: unexpected " + quote(string(r))
	if strings.HasSuffix(before, ",") && (r == '}' || r == ']') {
		message += " after a comma"
	}
	return finding{pos: doc.position(offset), message: message}
}

// next returns the next token, where it stands and how it is written.
func (p *jsonParser) next() (token json.Token, at position, raw string) {
	start := int(p.tokens.InputOffset())
	token, _ = p.tokens.Token() // it is valid JSON, all of it in memory
	end := int(p.tokens.InputOffset())
	raw = strings.TrimLeft(p.doc.text[start:end], " \t\r\n,:")
	return token, p.cursor.to(end - len(raw)), raw
}

// value makes the node that starts with token.
func (p *jsonParser) value(token json.Token, at position, t *trail, depth int) *node {
	n := &node{pos: at}
	switch x := token.(type) {
	case nil:
		n.kind = absent
	case string:
		n.kind, n.text = scalar, x
	case json.Number, bool:
		n.kind, n.text, n.plain = scalar, fmt.Sprint(x), true
	case json.Delim:
		if depth > MaxDepth {
			p.check.addAt(at, t, finding{message: tooDeep})
			p.skip()
			n.kind = refused
			break
		}
		if x == '[' {
			p.list(n, t, depth)
		} else {
			p.mapping(n, t, depth)
		}
	}
	return n
}

func (p *jsonParser) list(n *node, t *trail, depth int) {
	n.kind = list
	for {
		token, at, raw := p.next()
		if token == json.Delim(']') {
			return
		}
		here := t.toIndex(len(n.items))
		p.text(token, at, raw, here)
		n.items = append(n.items, p.value(token, at, here, depth+1))
	}
}

func (p *jsonParser) mapping(n *node, t *trail, depth int) {
	n.kind = mapping
	for {
		token, at, raw := p.next()
		name, ok := token.(string)
		if !ok {
			return
		}
		key, here := nodeKey{name, at}, t.toKey(name)
		p.text(token, at, raw, here)
		first := n.find(name)
		if first >= 0 {
			p.check.addDuplicate(key, n.keys[first].pos, here)
		}
		token, at, raw = p.next()
		p.text(token, at, raw, here)
		if value := p.value(token, at, here, depth+1); first < 0 {
			n.add(key, value)
		}
	}
}

// text refuses half of a surrogate pair, which encoding/json replaces.
func (p *jsonParser) text(token json.Token, at position, raw string, t *trail) {
	s, ok := token.(string)
	if ok && strings.ContainsRune(s, utf8.RuneError) && !strings.ContainsRune(raw, utf8.RuneError) &&
		!strings.Contains(strings.ToLower(raw), `\ufffd`) {
		p.check.addAt(at, t, finding{message: `half of a surrogate pair in a \u escape`})
	}
}

// skip passes over the rest of the list or mapping that was just opened.
func (p *jsonParser) skip() {
	for open := 1; open > 0; {
		token, _, _ := p.next()
		switch token {
		case json.Delim('['), json.Delim('{'):
			open++
		case json.Delim(']'), json.Delim('}'):
			open--
		}
	}
}
