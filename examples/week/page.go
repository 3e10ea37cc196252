package main

import (
	"bytes"
	_ "embed"
	"errors"
	"html/template"
	"os"
	"path/filepath"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/maturity"
)

//go:embed page.html
var pageHTML string

// writePage writes the page of the meeting: the funnel and the maturity matrix.
func writePage(name string, m *meeting) error {
	var picture, matrix bytes.Buffer
	if err := errors.Join(m.funnel.WritePicture(&picture, funnel.FunnelPicture), m.maturity.WriteSVG(&matrix, maturity.En)); err != nil {
		return err
	}
	page, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = page.Execute(&b, map[string]any{
		// Both escape whatever text is in them.
		"Funnel":          template.HTML(picture.String()),
		"Matrix":          template.HTML(matrix.String()),
		"Report":          m.funnel,
		"Recommendations": m.maturity.Recommendations,
	})
	if err != nil {
		return err
	}
	return replace(name, b.Bytes())
}

// replace puts content into a file: all of it, or the file stays as it was.
func replace(name string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
