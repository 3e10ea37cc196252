package funnel_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
)

// schema writes down the JSON of a report: its types, with their comments as
// descriptions.
type schema struct {
	comments map[string]string // of types, and of fields as "Type.Field"
	defs     map[string]any
}

// obj is a JSON object; its keys are written in alphabetical order.
type obj = map[string]any

func (s *schema) of(t reflect.Type) any {
	switch t {
	case reflect.TypeFor[funnel.Rate]():
		s.defs["Rate"] = obj{
			"type": "object", "required": []string{"num", "den", "value", "lo", "hi"}, "additionalProperties": false,
			"description": "A proportion with its counts, and its 95 % interval by Wilson; null where den is 0, and lo and hi also where num exceeds den.",
			"properties": obj{
				"num": obj{"type": "integer"}, "den": obj{"type": "integer"},
				"value": nullable(obj{"type": "number"}), "lo": nullable(obj{"type": "number"}), "hi": nullable(obj{"type": "number"}),
			},
		}
		return ref("Rate")
	case reflect.TypeFor[time.Time]():
		return obj{"type": "string", "format": "date-time"}
	case reflect.TypeFor[funnel.Window]():
		moment := nullable(obj{"type": "string", "format": "date-time"})
		s.defs["Window"] = obj{
			"type": "object", "required": []string{"from", "to"}, "additionalProperties": false,
			"description": s.comments["Window"], "properties": obj{"from": moment, "to": moment},
		}
		return ref("Window")
	}
	switch t.Kind() {
	case reflect.Pointer:
		return nullable(s.of(t.Elem()))
	case reflect.Slice:
		return obj{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return obj{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.String:
		return obj{"type": "string"}
	case reflect.Bool:
		return obj{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return obj{"type": "integer"}
	case reflect.Float64:
		return obj{"type": "number"}
	case reflect.Struct:
		if _, ok := s.defs[t.Name()]; !ok {
			s.defs[t.Name()] = nil // in work
			s.defs[t.Name()] = s.object(t)
		}
		return ref(t.Name())
	}
	panic("no schema for " + t.String())
}

func (s *schema) object(t reflect.Type) obj {
	properties, required := obj{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			panic("no name in JSON: " + t.Name() + "." + f.Name)
		}
		of := s.of(f.Type)
		if c := s.comments[t.Name()+"."+f.Name]; c != "" {
			of = obj{"description": c, "allOf": []any{of}}
		}
		properties[name] = of
		if !strings.Contains(options, "omit") {
			required = append(required, name)
		}
	}
	return obj{
		"type": "object", "description": s.comments[t.Name()], "additionalProperties": false,
		"properties": properties, "required": required,
	}
}

func ref(name string) obj { return obj{"$ref": "#/$defs/" + name} }

func nullable(of any) obj { return obj{"anyOf": []any{of, obj{"type": "null"}}} }

// comments reads those of the types in the package's files.
func comments(t *testing.T, folders ...string) map[string]string {
	found := map[string]string{}
	one := func(groups ...*ast.CommentGroup) string {
		for _, g := range groups {
			if g != nil {
				return strings.Join(strings.Fields(g.Text()), " ")
			}
		}
		return ""
	}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range parsed.Decls {
				g, ok := d.(*ast.GenDecl)
				if !ok || g.Tok != token.TYPE {
					continue
				}
				for _, spec := range g.Specs {
					typ := spec.(*ast.TypeSpec)
					found[typ.Name.Name] = one(typ.Doc, g.Doc)
					if st, ok := typ.Type.(*ast.StructType); ok {
						for _, f := range st.Fields.List {
							for _, name := range f.Names {
								found[typ.Name.Name+"."+name.Name] = one(f.Doc, f.Comment)
							}
						}
					}
				}
			}
		}
	}
	return found
}

// report.schema.json says what the types say.
func TestSchemaIsThatOfTheReport(t *testing.T) {
	s := &schema{comments: comments(t, ".", filepath.Join("..", "lead")), defs: obj{}}
	root := s.object(reflect.TypeFor[funnel.Report]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "A report of leadline's funnel"
	root["$defs"] = s.defs
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		t.Fatal(err)
	}
	const file = "report.schema.json"
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s (-want +got); -update writes it:\n%s", file, diff)
	}
}
