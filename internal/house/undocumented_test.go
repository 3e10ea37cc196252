package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
)

// undocumented returns the exported names of a package that lack a comment, as
// "file:line: name", in the order of files; a missing package comment is the
// first. These count as documented:
//
//   - a constant or variable by a comment on its group, above it or on its line;
//   - a field or interface method by a comment above it or on its line, or on the
//     type if that names it;
//   - a field by the comment above another one, as far down as no empty line
//     comes between;
//   - an embedded field by the type it embeds.
//
// A comment of directives alone documents nothing.
func undocumented(fset *token.FileSet, files []*ast.File) []string {
	c := docCheck{fset: fset}
	if !slices.ContainsFunc(files, func(f *ast.File) bool { return said(f.Doc) }) {
		c.report(files[0].Name, "package "+files[0].Name.Name)
	}
	for _, f := range files {
		for _, decl := range f.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				c.function(d)
			case *ast.GenDecl:
				c.general(d)
			}
		}
	}
	return c.missing
}

type docCheck struct {
	fset    *token.FileSet
	missing []string
}

func (c *docCheck) report(at ast.Node, name string) {
	pos := c.fset.Position(at.Pos())
	c.missing = append(c.missing, fmt.Sprintf("%s:%d: %s", pos.Filename, pos.Line, name))
}

func (c *docCheck) line(at token.Pos) int { return c.fset.Position(at).Line }

func (c *docCheck) function(d *ast.FuncDecl) {
	if !d.Name.IsExported() || said(d.Doc) {
		return
	}
	name := d.Name.Name
	if d.Recv != nil {
		receiver := typeName(d.Recv.List[0].Type)
		if !ast.IsExported(receiver) {
			return
		}
		name = receiver + "." + name
	}
	c.report(d.Name, name)
}

func (c *docCheck) general(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if !s.Name.IsExported() {
				continue
			}
			doc := s.Doc
			if !d.Lparen.IsValid() {
				doc = d.Doc // the parser gives the comment of a lone type to its declaration
			}
			if !said(doc) {
				c.report(s.Name, s.Name.Name)
			}
			c.members(s.Type, s.Name.Name, doc.Text())
		case *ast.ValueSpec:
			if said(d.Doc, s.Doc, s.Comment) {
				continue
			}
			for _, name := range s.Names {
				if name.IsExported() {
					c.report(name, name.Name)
				}
			}
		}
	}
}

// members checks the fields and methods written inside a type, however deep;
// about is the comment of the named type that holds them.
func (c *docCheck) members(typ ast.Expr, in, about string) {
	ast.Inspect(typ, func(n ast.Node) bool {
		var fields *ast.FieldList
		isStruct := false
		switch n := n.(type) {
		case *ast.StructType:
			fields, isStruct = n.Fields, true
		case *ast.InterfaceType:
			fields = n.Methods
		case *ast.FuncType:
			return false // the parameters are the function's affair
		default:
			return true
		}
		covered := false // by the comment above a field further up
		for i, field := range fields.List {
			if said(field.Doc) {
				covered = isStruct // a method wants its own
				continue
			}
			covered = covered && c.line(field.Pos()) == c.line(fields.List[i-1].End())+1
			if covered || said(field.Comment) {
				continue
			}
			for _, name := range field.Names {
				if name.IsExported() && !mentions(about, name.Name) {
					c.report(name, in+"."+name.Name)
				}
			}
		}
		return true
	})
}

// said reports whether one of the comments says something.
func said(comments ...*ast.CommentGroup) bool {
	return slices.ContainsFunc(comments, func(g *ast.CommentGroup) bool { return g.Text() != "" })
}

func mentions(text, name string) bool {
	return regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).MatchString(text)
}

// typeName returns T for the receiver types T, *T, T[K] and *T[K, V].
func typeName(expr ast.Expr) string {
	for {
		switch e := expr.(type) {
		case *ast.Ident:
			return e.Name
		case *ast.StarExpr:
			expr = e.X
		case *ast.ParenExpr:
			expr = e.X
		case *ast.IndexExpr:
			expr = e.X
		case *ast.IndexListExpr:
			expr = e.X
		default:
			return ""
		}
	}
}
