package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/maturity"
)

// loadAnswers reads the answers of everybody, who may each have filled in a file.
// Whether they fit the model is asked of each file alone: put together, they would have
// lost where they stood.
func loadAnswers(names []string, model *maturity.Model, stdin io.Reader, n *notes) (maturity.Answers, error) {
	if err := eachOnce(names); err != nil {
		return maturity.Answers{}, err
	}
	files := make([]maturity.Answers, len(names))
	var errs []error
	for i, name := range names {
		a, err := readAnswers(name, stdin)
		if err == nil {
			_, err = model.Evaluate(maturity.Input{Answers: a})
		}
		if err != nil {
			errs = append(errs, err)
		}
		files[i] = a
		n.addf("%s: %s", fileName(name), people(len(a.Respondents)))
	}
	if len(errs) > 0 {
		return maturity.Answers{}, cli.Invalid(errors.Join(errs...))
	}
	if len(files) == 1 {
		return files[0], nil
	}
	all, err := together(names, files)
	n.addf("answers: %s", people(len(all.Respondents)))
	return all, err
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// eachOnce refuses a file that is there twice: people without an ID would count twice.
func eachOnce(names []string) error {
	for i, name := range names {
		if slices.ContainsFunc(names[:i], func(before string) bool { return sameFile(before, name) }) {
			return cli.Invalidf("assess: -answers: expected each file once, found %s twice", fileName(name))
		}
	}
	return nil
}

// together puts the people of all files together, of whom nobody may be in two.
func together(names []string, files []maturity.Answers) (maturity.Answers, error) {
	var all maturity.Answers
	var errs []error
	first := map[string]int{} // by respondent, the file
	for i, a := range files {
		c := a.Source.Check()
		for j, p := range a.Respondents {
			before, ok := first[p.ID]
			switch {
			case p.ID == "":
			case ok:
				c.Addf(fmt.Sprintf("respondents[%d].id", j), "%.80q answers a second time, after %s; expected another word for each person",
					p.ID, fileName(names[before]))
			default:
				first[p.ID] = i
			}
		}
		if err := c.Err(); err != nil {
			errs = append(errs, err)
		}
		all.Respondents = append(all.Respondents, a.Respondents...)
	}
	if len(errs) > 0 {
		return maturity.Answers{}, cli.Invalid(errors.Join(errs...))
	}
	return all, nil
}

// readAnswers reads a file of answers in whatever form they are.
func readAnswers(name string, stdin io.Reader) (maturity.Answers, error) {
	read := func(r io.Reader, of string) (maturity.Answers, error) {
		in := bufio.NewReader(r)
		if isTable(name, in) {
			return maturity.ReadAnswersCSV(in, of)
		}
		return maturity.ReadAnswers(in, of)
	}
	var a maturity.Answers
	var err error
	if name == "-" {
		if a, err = read(stdin, fileName(name)); err != nil {
			err = cli.Invalid(err)
		}
	} else {
		a, err = cli.ReadSpec(name, read)
		err = cli.OfFlag("answers", err)
	}
	if err == nil && len(a.Respondents) == 0 {
		err = cli.Invalidf("%s: expected the answers of at least one person, found none", fileName(name))
	}
	return a, err
}

// isTable tells a table by the name of its file, or else by its header.
func isTable(name string, in *bufio.Reader) bool {
	switch ext := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:]); ext {
	case "csv":
		return true
	case "yaml", "yml", "json":
		return false
	}
	head, _ := in.Peek(in.Size()) // an error comes again
	line, _, _ := strings.Cut(strings.TrimPrefix(string(head), "\ufeff"), "\n")
	for _, comma := range ",;" {
		r := csv.NewReader(strings.NewReader(line))
		r.Comma, r.TrimLeadingSpace = comma, true
		if cells, err := r.Read(); err == nil && slices.Contains(cells, "respondent") && len(cells) > 1 {
			return true
		}
	}
	return false
}
