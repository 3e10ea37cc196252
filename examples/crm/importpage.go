package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

// importPage has the form for a file, what is wrong with one, what one would bring, or
// what one has brought.
type importPage struct {
	layout
	Alert    *alert
	Problems []*leadcsv.DataError
	More     int
	File     string
	Preview  []previewRow
	Count    int
	Qualify  int
	Note     string // about industries that the criteria do not know
	Text     string // of the file, to be sent again
	Key      string
	Done     *imported
}

// previewRow is a lead that would be imported, with its score.
type previewRow struct {
	Lead      *Lead
	Score     string
	Grade     string
	Qualified bool
}

// mostPreview is how many leads of a file are shown before they are imported.
const mostPreview = 20

func (s *site) importPage(v *visit) error {
	p := importPage{layout: v.layout("Import leads", "import")}
	var err error
	if p.Done, err = s.app.importedBy(v.r.Context(), v.session.person, v.r.URL.Query().Get("done")); err != nil {
		return err
	}
	return v.show(http.StatusOK, "import.html", p)
}

// checkImport looks at a file and shows what it would bring.
func (s *site) checkImport(v *visit) error {
	p := importPage{layout: v.layout("Import leads", "import")}
	p.Path = "/import"
	file, head, err := v.r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		p.Alert = &alert{"There was no file", []string{"Choose a CSV file first."}}
		return v.show(http.StatusUnprocessableEntity, "import.html", p)
	} else if err != nil {
		return err
	}
	defer file.Close()
	if head.Size > mostImport {
		return &problem{http.StatusRequestEntityTooLarge, "That file is too large", "A file has at most 1 MiB. Nothing has been imported."}
	}
	text, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	p.File, p.Text = cut(head.Filename), string(text)
	f, err := s.app.readImport(v.r.Context(), "file", p.Text)
	if err != nil {
		return err
	}
	if len(f.Problems) > 0 {
		return s.badImport(v, p, f)
	}
	if err := p.preview(s.app, f, v); err != nil {
		return err
	}
	p.Key = newKey()
	return v.show(http.StatusOK, "import.html", p)
}

func (s *site) badImport(v *visit, p importPage, f *importFile) error {
	p.Alert = &alert{Title: "Nothing has been imported: the file is not as it should be"}
	p.Problems, p.More, p.Text = f.Problems, f.More, ""
	return v.show(http.StatusUnprocessableEntity, "import.html", p)
}

// What says what the file would bring.
func (p importPage) What() string {
	switch {
	case p.Count == 1 && p.Qualify == 1:
		return "1 lead, which would be an MQL"
	case p.Count == 1:
		return "1 lead, which would be no MQL"
	case p.Qualify == 1:
		return fmt.Sprintf("%d leads, 1 of them would be an MQL", p.Count)
	}
	return fmt.Sprintf("%d leads, %d of them would be MQLs", p.Count, p.Qualify)
}

// preview scores what would be imported.
func (p *importPage) preview(c *crm, f *importFile, v *visit) error {
	p.Count, p.Note = len(f.Leads), c.unknownIndustries(f)
	for _, l := range f.Leads {
		result, err := c.model.Score(l, v.now())
		if err != nil {
			return err
		}
		qualified := result.Qualified(false)
		if qualified {
			p.Qualify++
		}
		if len(p.Preview) < mostPreview {
			p.Preview = append(p.Preview, previewRow{l, result.Shown().String(), result.Grade, qualified})
		}
	}
	return nil
}

// postImport imports a file that has been looked at. It is looked at again: what was
// right a minute ago may not be now, and a form can be made by hand.
func (s *site) postImport(v *visit) error {
	p := importPage{layout: v.layout("Import leads", "import")}
	p.Path = "/import"
	if v.session.person.ID == "" {
		p.Alert = &alert{"Choose who you are first", []string{"The list is at the top of the page. Nothing has been imported."}}
		return v.show(http.StatusForbidden, "import.html", p)
	}
	text, key := v.r.PostForm.Get("text"), v.r.PostForm.Get("key")
	if !isKey(key) {
		return &problem{http.StatusBadRequest, "The form is not complete", "Nothing has been imported: choose the file again."}
	}
	f, err := s.app.importOnce(v.r.Context(), text, newImportForm(key, v.session.person, text))
	if errors.Is(err, errFormReused) {
		p.Alert = &alert{"This form has been sent before, with something else in it", []string{"What was sent first holds. Nothing else has been imported: choose the file again."}}
		return v.show(http.StatusConflict, "import.html", p)
	}
	if err != nil {
		return err
	}
	if len(f.Problems) > 0 {
		return s.badImport(v, p, f)
	}
	return v.redirect("/import?" + url.Values{"done": {key}}.Encode())
}

// importOnce imports a file, unless its form has been sent before or there are problems
// with it.
func (c *crm) importOnce(ctx context.Context, text string, form importForm) (*importFile, error) {
	_, found, err := c.importOf(ctx, form)
	if found || err != nil {
		return &importFile{}, err
	}
	f, err := c.readImport(ctx, "file", text)
	if err != nil {
		return nil, err
	}
	var failed error
	if len(f.Problems) == 0 {
		if _, failed = c.importLeads(ctx, f, form); failed == nil {
			return f, nil
		}
		for _, e := range dataErrors(failed) {
			f.note(e)
		}
	}
	// The same form may have been sent twice at the same moment, and the other may have
	// brought these leads in.
	if _, found, err = c.importOf(ctx, form); found || errors.Is(err, errFormReused) {
		return &importFile{}, err
	}
	if len(f.Problems) > 0 {
		return f, nil
	}
	// Or they have come in otherwise, since the file was read: then it has problems now.
	again, err := c.readImport(ctx, "file", text)
	if err == nil && len(again.Problems) > 0 {
		return again, nil
	}
	return nil, errors.Join(failed, err)
}
