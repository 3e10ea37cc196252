package main

import (
	"errors"
	"io"
	"net/http"
	"strconv"

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
	if n, err := strconv.ParseInt(v.r.URL.Query().Get("leads"), 10, 32); err == nil && n > 0 {
		q, _ := strconv.ParseInt(v.r.URL.Query().Get("qualified"), 10, 32) // 0 if it is no number
		p.Done = &imported{n, q}
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

// preview scores what would be imported.
func (p *importPage) preview(c *crm, f *importFile, v *visit) error {
	p.Count = len(f.Leads)
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
			p.Preview = append(p.Preview, previewRow{l, result.Total.String(), result.Grade, qualified})
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
	if key == "" || len(key) > 64 {
		return &problem{http.StatusBadRequest, "The form is not complete", "Nothing has been imported: choose the file again."}
	}
	done, found, err := s.app.importOf(v.r.Context(), key)
	if err != nil {
		return err
	}
	if !found {
		f, err := s.app.readImport(v.r.Context(), "file", text)
		if err != nil {
			return err
		}
		if len(f.Problems) > 0 {
			return s.badImport(v, p, f)
		}
		if done, err = s.app.importLeads(v.r.Context(), f, v.session.person, key); err != nil {
			// The same form may have been sent twice at the same moment: the other has won.
			other, found, otherErr := s.app.importOf(v.r.Context(), key)
			if otherErr != nil || !found {
				return errors.Join(err, otherErr)
			}
			done = other
		}
	}
	return v.redirect("/import?leads=" + strconv.FormatInt(done.Leads, 10) + "&qualified=" + strconv.FormatInt(done.Qualified, 10))
}
