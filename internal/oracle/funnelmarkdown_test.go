package oracle_test

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"github.com/leadline-go/leadline/funnel"
)

// markdownHarm is what names out of a CRM could be.
var markdownHarm = []string{
	"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "[x](javascript:alert(1))", "![x](http://example.com/p.png)",
	"<http://example.com>", "http://example.com/", "www.example.com", "https://example.com.", "ftp://example.com", "mail@example.com", "<a@b.c>",
	"a | b", "a\nb", "a\r\n\r\n# b", "`code`", "```\ncode", "~~~\ncode", "# heading", "heading\n===", "heading\n---", "- item", "+ item", "1. item", "1) item", "> quote", "- [ ] task",
	"*strong*", "**strong**", "_em_", "__strong__", "~~gone~~", "***", "---", "___", "[ref]: http://example.com", "[^1]", "[^1]: note", "&copy;", "&#60;b&#62;", "&lt;b&gt;",
	`\`, `\\`, `\|`, `\\|`, "| --- |", "|", "    code", "\tcode", "<!-- x -->", "<details>", "<b", "]]>", "<?x?>", "<!DOCTYPE x>",
	"\u2068x", "\u2069x\u2068", "\u202ex", "\x00", "\xff\xfe", "x\\", "`", "``", "*", "_", "[", "](", "![", "<", "&", "\u00a0# x", "\u2028# x", "ａ＜b＞", "＊x＊",
}

// texts sets all texts of a value, and makes three of everything.
func texts(v reflect.Value, text string) {
	if v.Type() == reflect.TypeFor[time.Time]() || v.Type() == reflect.TypeFor[funnel.Rate]() {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		texts(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range 3 {
			texts(v.Index(i), text)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			texts(field, text)
		}
	case reflect.String:
		v.SetString(text)
	case reflect.Int, reflect.Int64:
		v.SetInt(3)
	case reflect.Float64:
		v.SetFloat(0.5)
	}
}

// A parser of GitHub-flavoured Markdown that looks for addresses too sees the same
// elements in a report whatever its texts are.
func TestMarkdownOfAFunnelHasNoElementOfItsNames(t *testing.T) {
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList), goldmark.WithRendererOptions(html.WithUnsafe()))
	parse := func(name string) (kinds []string, page string) {
		var r funnel.Report
		texts(reflect.ValueOf(&r).Elem(), name)
		var b, out bytes.Buffer
		if err := r.WriteMarkdown(&b); err != nil {
			t.Fatal(err)
		}
		source := b.Bytes()
		doc := parser.Parser().Parse(text.NewReader(source))
		err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if _, isText := n.(*ast.Text); entering && !isText && n.Kind() != ast.KindString {
				kinds = append(kinds, fmt.Sprintf("%*s%s", depth(n), "", n.Kind()))
			}
			return ast.WalkContinue, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := parser.Convert(source, &out); err != nil {
			t.Fatal(err)
		}
		return kinds, out.String()
	}
	want, _ := parse("x")
	tags := regexp.MustCompile(`<(?:/?(?:h[123]|p|ul|li|table|thead|tbody|tr)|/?t[hd](?: style="text-align:right")?|/?t[hd](?: align="right")?|h[123] id="[^"]*")>`)
	for _, name := range markdownHarm {
		got, page := parse(name)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: elements (-harmless +got):\n%s", name, diff)
		}
		left := tags.ReplaceAllString(page, "")
		if i := strings.IndexAny(left, "<>"); i >= 0 {
			t.Errorf("%q: the page has %q", name, left[i:min(i+80, len(left))])
		}
		for _, address := range []string{"href", "src=\"", "<a ", "mailto:m"} {
			if strings.Contains(regexp.MustCompile(`&[a-z#0-9]+;`).ReplaceAllString(left, ""), "<"+address) {
				t.Errorf("%q: the page has %q", name, address)
			}
		}
	}
}

func depth(n ast.Node) int {
	d := 0
	for p := n.Parent(); p != nil; p = p.Parent() {
		d++
	}
	return d
}
