package main

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/maturity"
)

func (f *fixture) answersOf(person string) *maturity.Respondent {
	f.Helper()
	all, err := f.app.answers(f.Context(), f.app.db)
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range all.Respondents {
		if r.ID == person {
			return &r
		}
	}
	return nil
}

func TestAQuestionnaireIsFilledInAndFilledInAgain(t *testing.T) {
	f := open(t)
	bob := f.as("bob")
	bob.get("/questionnaire?lang=de").expect(t, http.StatusOK, "Für welche Abteilung antworten Sie?")
	page := bob.get("/questionnaire?lang=de&department=sales")
	page.expect(t, http.StatusOK, "trifft gar nicht zu", "Das kann ich nicht beurteilen", "0 von 31 Aussagen sind beantwortet.")
	form := page.form("answers-form")
	form.Set("a.rel.rules.2", "4")
	form.Set("a.rel.rules.3", "dont_know")
	form.Set("a.rel.exchange.4", "not_applicable")
	form.Set("why.rel.exchange.4", "Keine Großkunden")
	bob.post("/questionnaire?lang=de", page, form).expect(t, http.StatusOK, "Ihre Antworten sind gespeichert.", "3 von 31 Aussagen sind beantwortet.")
	want := map[string]maturity.Answer{
		"rel.rules.2":    {Value: 4},
		"rel.rules.3":    {Value: maturity.DontKnow},
		"rel.exchange.4": {Value: maturity.NotApplicable, Reason: "Keine Großkunden"},
	}
	got := f.answersOf("bob")
	if got == nil || got.Department != "sales" || len(got.Answers) != len(want) {
		t.Fatalf("kept is %+v", got)
	}
	for id, a := range want {
		if got.Answers[id] != a {
			t.Errorf("%s: %+v, want %+v", id, got.Answers[id], a)
		}
	}
	// Again, in English: what was said is there, and is replaced.
	page = bob.get("/questionnaire?lang=en")
	page.expect(t, http.StatusOK, "strongly agree", "3 of 31 statements are answered.")
	form = page.form("answers-form")
	if form.Get("a.rel.rules.2") != "4" || form.Get("why.rel.exchange.4") != "Keine Großkunden" {
		t.Errorf("the form holds %v", form)
	}
	form.Set("a.rel.rules.2", "2")
	form.Del("a.rel.rules.3")
	bob.post("/questionnaire?lang=en", page, form).expect(t, http.StatusOK, "Your answers have been saved.", "2 of 31")
	if got := f.answersOf("bob"); got.Answers["rel.rules.2"].Value != 2 || len(got.Answers) != 2 {
		t.Errorf("kept is %+v", got)
	}
	bob.get("/maturity?lang=de").expect(t, http.StatusOK, "Wer geantwortet hat", "Vertrieb 2")
}

func TestADepartmentIsAskedWhatConcernsIt(t *testing.T) {
	f := open(t)
	olga := f.as("olga")
	page := olga.get("/questionnaire?department=lead_management")
	page.expect(t, http.StatusOK, "15 of 15 statements are answered.")
	if strings.Contains(page.body, "a.rel.") {
		t.Error("lead management is asked about the relationship of the others")
	}
	olga.get("/questionnaire?department=finance").expect(t, http.StatusOK, "For which department do you answer?")
}

func TestBadAnswersComeBackAndNothingIsLost(t *testing.T) {
	f := open(t)
	bob := f.as("bob")
	page := bob.get("/questionnaire?lang=en&department=sales")
	base := page.form("answers-form")
	send := func(lang string, more ...string) answer {
		form := url.Values{}
		maps.Copy(form, base)
		form.Set("a.lm.terms.2a", "5")
		for i := 0; i+1 < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		return bob.post("/questionnaire?lang="+lang, page, form)
	}
	for name, tt := range map[string]struct {
		lang string
		more []string
		want string
	}{
		"no such value":       {"en", []string{"a.rel.rules.2", "7"}, `There is no answer "7" here.`},
		"auf Deutsch":         {"de", []string{"a.rel.rules.2", "7"}, "Eine Antwort „7“ gibt es hier nicht."},
		"no reason":           {"en", []string{"a.rel.exchange.4", "not_applicable"}, "Please say why it does not apply to you."},
		"not to be set aside": {"en", []string{"a.rel.rules.2", "not_applicable"}, "There is no answer"},
		"a long reason":       {"en", []string{"a.rel.exchange.4", "not_applicable", "why.rel.exchange.4", strings.Repeat("x", 301)}, "at most 300"},
		"a reason alone":      {"en", []string{"why.rel.exchange.4", "because"}, "There is a reason, but no answer."},
		"no such department":  {"en", []string{"department", "finance"}, "Choose a department first."},
	} {
		got := send(tt.lang, tt.more...)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text, tt.want) {
			t.Errorf("%s: %d %s", name, got.status, got.text)
		}
		if tt.more[0] != "department" && got.form("answers-form").Get("a.lm.terms.2a") != "5" {
			t.Errorf("%s: what was answered is lost", name)
		}
		if tt.more[0] == "why.rel.exchange.4" && got.form("answers-form").Get("why.rel.exchange.4") != "because" {
			t.Errorf("%s: the reason is lost", name)
		}
	}
	if got := f.answersOf("bob"); got != nil {
		t.Errorf("kept is %+v", got)
	}
	nobody := f.as("")
	page = nobody.get("/questionnaire?department=sales")
	form := page.form("answers-form")
	form.Set("a.rel.rules.2", "3")
	got := nobody.post("/questionnaire?lang=en", page, form)
	got.expect(t, http.StatusForbidden, "Choose who you are first")
	if got.form("answers-form").Get("a.rel.rules.2") != "3" {
		t.Error("what was answered is lost")
	}
}
