package main

import (
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity"
)

// A screen reader speaks a page in the language that it says it is in, so that all of it
// must be.
func TestThePageIsInTheLanguageThatItSays(t *testing.T) {
	f := open(t)
	ann := f.as("ann")
	for path, want := range map[string]maturity.Lang{
		"/": maturity.En, "/queue": maturity.En, "/maturity?lang=en": maturity.En, "/nothing/here": maturity.En,
		"/maturity?lang=de": maturity.De, "/questionnaire?lang=de": maturity.De, "/questionnaire?lang=de&department=sales": maturity.De,
	} {
		got := ann.get(path)
		if got.status != http.StatusOK && got.status != http.StatusNotFound {
			t.Fatalf("%s: %d", path, got.status)
		}
		if m := regexp.MustCompile(`<html lang="(..)">`).FindStringSubmatch(got.body); m == nil || m[1] != string(want) {
			t.Errorf("%s: %q, want %s", path, m, want)
		}
		around, _, _ := strings.Cut(got.body, "<main")
		_, foot, _ := strings.Cut(got.body, "</main>")
		in, other := frameWordsIn(want), frameWordsIn(map[maturity.Lang]maturity.Lang{maturity.En: maturity.De, maturity.De: maturity.En}[want])
		all := text("<main>" + around + foot + "</main>")
		for _, said := range []string{in.Skip, in.Queue, in.Reports, in.Maturity, in.YouAre, in.Nobody, in.Switch, in.Foot, in.Side(lead.LeadManagement)} {
			if !strings.Contains(all, said) {
				t.Errorf("%s: the frame lacks %q: %s", path, said, all)
			}
		}
		for _, said := range []string{other.Skip, other.Queue, other.Reports, other.YouAre, other.Nobody, other.Switch, other.Foot} {
			if strings.Contains(all, said) {
				t.Errorf("%s: the frame says %q", path, said)
			}
		}
		if n := strings.Count(around, `hreflang="en"`); want == maturity.De && n != 4 || want == maturity.En && n != 0 {
			t.Errorf("%s: %d links say that they lead to English pages", path, n)
		}
	}
}

func TestTheFrameHasAllWordsInBothLanguages(t *testing.T) {
	for _, l := range []maturity.Lang{maturity.En, maturity.De} {
		w := reflect.ValueOf(frameWordsIn(l))
		for i := range w.NumField() {
			if f := w.Field(i); f.Kind() == reflect.String && f.String() == "" {
				t.Errorf("%s: %s is empty", l, w.Type().Field(i).Name)
			}
		}
	}
}
