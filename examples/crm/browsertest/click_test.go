package browsertest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// as has somebody use the window from now on.
func (b *browser) as(person string) {
	b.Helper()
	b.do(chromedp.SetValue(chromedp.CSS("#person"), person), chromedp.Submit(chromedp.CSS("#sign-in")))
	b.wait(`document.querySelector("#person").value === "` + person + `" && document.querySelector("#person option[selected]")?.value === "` + person + `"`)
}

// wait waits until something is true of a page that is there as a whole. While one
// page follows another there is none to ask.
func (b *browser) wait(condition string) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	var is bool
	var err error
	for ctx.Err() == nil {
		is, err = chromedp.Run(ctx, chromedp.Evaluate[bool]("document.readyState === 'complete' && !!("+condition+")"))
		if err == nil && is {
			return
		}
		b.do(chromedp.Sleep(20 * time.Millisecond))
	}
	b.Fatalf("waited for %s, %v; the page is\n%s", condition, err, b.tryText())
}

// follow clicks a link by what it says.
func (b *browser) follow(text string) {
	b.Helper()
	b.do(chromedp.Click(chromedp.Search(`//main//a[normalize-space()="` + text + `"]`)))
	b.wait(`document.querySelector("h1").innerText.trim() === ` + quoted(text))
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }

// lead is the ID of the lead whose page is open.
func (b *browser) lead() string {
	b.Helper()
	id, ok := strings.CutPrefix(eval[string](b, "location.pathname"), "/leads/")
	if !ok {
		b.Fatalf("no lead's page:\n%s", b.tryText())
	}
	return id
}

// stand waits until the lead whose page is open stands where it should.
func (b *browser) stand(status string) {
	b.Helper()
	b.wait(`document.querySelector("#stand .tag")?.innerText === "` + status + `"`)
}

// first opens the first lead of a status.
func (b *browser) first(status string) string {
	b.Helper()
	b.to("/")
	b.follow(eval[string](b, `document.querySelector("#status-`+status+` .card a").innerText.trim()`))
	return b.lead()
}

// firstThatMay opens the first lead of some statuses for which an event is possible.
func (b *browser) firstThatMay(event string, statuses ...string) string {
	b.Helper()
	for _, status := range statuses {
		b.to("/")
		for _, link := range eval[[]string](b, `[...document.querySelectorAll("#status-`+status+` .card a")].map(e => e.getAttribute("href"))`) {
			b.to(link)
			id := b.lead()
			if eval[bool](b, `document.getElementById("`+id+"-"+event+`")?.disabled === false`) {
				return id
			}
		}
	}
	b.Fatalf("%s is possible for no lead of %q", event, statuses)
	return ""
}

func TestALeadIsScoredQualifiedAndAccepted(t *testing.T) {
	b := open(t, start(t))
	b.to("/")
	b.as("mia")
	id := b.firstThatMay("qualify", "inquiry", "engaged")
	b.says("Score", "needed): qualified")
	b.do(chromedp.Click(chromedp.ID(id + "-qualify")))
	b.stand("MQL")
	b.as("ann")
	b.do(chromedp.Click(chromedp.ID(id + "-accept")))
	b.stand("SAL")
	b.says("with Ann Berger")
	if steps := eval[[]string](b, `[...document.querySelectorAll(".history li")].map(e => e.innerText)`); len(steps) < 3 ||
		!strings.Contains(strings.Join(steps, "\n"), "Ann Berger") || !strings.Contains(strings.Join(steps, "\n"), "Mia Hofer") {
		t.Errorf("history: %q", steps)
	}
}

func TestALeadIsScoredAnewWhenItsConsentBecomesKnown(t *testing.T) {
	b := open(t, start(t))
	b.expect("422")
	b.to("/")
	b.as("mia")
	b.follow("Saar Automation GmbH")
	id := b.lead()
	why := eval[string](b, `(() => { const e = document.getElementById("`+id+`-qualify"); return e.disabled ? document.getElementById(e.getAttribute("aria-describedby")).innerText : "" })()`)
	if want := "nobody knows whether the contact agrees to be contacted"; !strings.Contains(why, want) {
		t.Fatalf("qualify is refused for %q, want %q", why, want)
	}
	// What cannot be kept comes back, with the rest as it was typed.
	b.do(chromedp.Click(chromedp.CSS("#edit-facts")),
		chromedp.SetValue(chromedp.CSS("#fact-consent"), "yes"),
		chromedp.SetValue(chromedp.CSS("#fact-employees"), "many"),
		chromedp.Click(chromedp.CSS("#facts-form button")))
	b.wait(`document.querySelector("#alert")`)
	b.says("The facts have not been changed", "a whole number")
	if kept := eval[[]string](b, `["consent", "employees"].map(n => document.getElementById("fact-" + n).value)`); kept[0] != "yes" || kept[1] != "many" {
		t.Errorf("the form has %q", kept)
	}
	b.do(chromedp.SetValue(chromedp.CSS("#fact-employees"), "150"), chromedp.Click(chromedp.CSS("#facts-form button")))
	b.wait(`document.querySelector("#status")`)
	b.says("The facts have been saved", "needed): qualified")
	b.do(chromedp.Click(chromedp.ID(id + "-qualify")))
	b.stand("MQL")
	b.as("ann")
	b.do(chromedp.Click(chromedp.ID(id + "-accept")))
	b.stand("SAL")
	b.says("with Ann Berger", "150")
}

func TestALeadIsScoredAnewWhenItDidSomething(t *testing.T) {
	b := open(t, start(t))
	b.to("/")
	b.as("mia")
	b.follow("Engadin Seilbahnen AG")
	id := b.lead()
	before := eval[float64](b, `parseFloat(document.querySelector(".score-explanation h3").innerText)`)
	b.do(chromedp.Click(chromedp.CSS("#add-activity")),
		chromedp.SetValue(chromedp.CSS("#activity-type"), "demo_request"),
		chromedp.SetValue(chromedp.CSS("#activity-asset"), "/demo"),
		chromedp.Click(chromedp.CSS("#activity-form button")))
	b.wait(`document.querySelector("#status")`)
	b.says("The activity has been added", "Demo request: /demo", "needed): qualified")
	if after := eval[float64](b, `parseFloat(document.querySelector(".score-explanation h3").innerText)`); after < before+39 || after > before+40 {
		t.Errorf("%g points, before %g", after, before)
	}
	b.do(chromedp.Click(chromedp.ID(id + "-qualify")))
	b.stand("MQL")
}

func TestWhatIsNotPossibleSaysWhy(t *testing.T) {
	b := open(t, start(t))
	b.to("/")
	b.as("mia")
	b.follow("Innviertel Agrar GmbH")
	id := b.lead()
	why := eval[string](b, `(() => { const e = document.getElementById("`+id+`-qualify"); return e.disabled ? document.getElementById(e.getAttribute("aria-describedby")).innerText : "" })()`)
	if !strings.Contains(why, "points") {
		t.Errorf("qualify is refused for %q, want what is missing", why)
	}
}

func TestARejectionWithoutReasonChangesNothingAndKeepsWhatWasTyped(t *testing.T) {
	b := open(t, start(t))
	b.expect("422")
	b.to("/")
	b.as("ann")
	id := b.first("mql")
	b.do(chromedp.Click(chromedp.ID(id+"-reject")),
		chromedp.SetValue(chromedp.ID(id+"-reject-note"), "called twice"),
		// A browser would not send the form; this is what somebody else's does.
		chromedp.Evaluate[chromedp.Void](`document.getElementById("`+id+`-reject-reason").required = false`),
		chromedp.Click(chromedp.CSS("#"+id+"-reject-form button")))
	b.wait(`document.querySelector("#alert")`)
	b.says("reason")
	if at := eval[string](b, "document.activeElement.id"); at != "alert" {
		t.Errorf("the focus is at %q and not at what is said", at)
	}
	if kept := eval[string](b, `document.getElementById("`+id+`-reject-note").value`); kept != "called twice" {
		t.Errorf("the note is %q now", kept)
	}
	b.stand("MQL")
	b.do(chromedp.SetValue(chromedp.ID(id+"-reject-reason"), "no_interest"), chromedp.Click(chromedp.CSS("#"+id+"-reject-form button")))
	b.stand("Recycled")
}

func TestOfTwoWhoDecideOneWinsAndTheOtherIsToldWho(t *testing.T) {
	ann := open(t, start(t))
	ann.to("/")
	ann.as("ann")
	id := ann.first("mql")
	bob := ann.another()
	bob.expect("409")
	bob.to("/")
	bob.as("bob")
	bob.to("/leads/" + id)
	ann.do(chromedp.Click(chromedp.ID(id + "-accept")))
	ann.stand("SAL")
	bob.do(chromedp.Click(chromedp.ID(id + "-accept")))
	bob.wait(`document.querySelector("#alert")`)
	bob.says("Ann Berger")
	bob.stand("SAL")
	bob.says("with Ann Berger")
}

func TestABadFileImportsNothingAndSaysWhere(t *testing.T) {
	b := open(t, start(t))
	b.expect("422")
	b.to("/")
	b.as("mia")
	before := eval[string](b, `document.querySelector(".head p").innerText`)
	dir := t.TempDir()
	bad, good := filepath.Join(dir, "bad.csv"), filepath.Join(dir, "good.csv")
	const head = "company,contact,email,industry,country,employees,consent,source\n"
	if err := os.WriteFile(bad, []byte(head+"Neu GmbH,N. Neu,n@neu.example,machinery,AT,many,yes,web\nAlt AG,A. Alt,no address,machinery,DE,10,perhaps,web\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	hostile := `<img src=x onerror=alert(1)> & Söhne`
	if err := os.WriteFile(good, []byte(head+"Neu GmbH,N. Neu,n@neu.example,machinery,AT,250,yes,web\n"+hostile+",A. Alt,a@alt.example,machinery,DE,,yes,web\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.to("/import")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{bad}), chromedp.Click(chromedp.CSS("#check-form button")))
	b.wait(`document.querySelector("#problems")`)
	rows := eval[[]string](b, `[...document.querySelectorAll("#problems tbody tr")].map(e => e.innerText.replace(/\s+/g, " "))`)
	all := strings.Join(rows, "\n")
	for _, want := range []string{"2 employees", "many", "3 email", "no address", "3 consent", "perhaps"} {
		if !strings.Contains(all, want) {
			t.Errorf("want %q among the problems:\n%s", want, all)
		}
	}
	b.accessible("problems of a file")
	b.to("/")
	if after := eval[string](b, `document.querySelector(".head p").innerText`); after != before {
		t.Errorf("%q, and %q before the bad file", after, before)
	}
	b.to("/import")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{good}), chromedp.Click(chromedp.CSS("#check-form button")))
	b.wait(`document.querySelector("#preview")`)
	b.says("2 leads", hostile)
	b.do(chromedp.Click(chromedp.CSS("#import-all")))
	b.wait(`document.querySelector("#status")`)
	b.says("2 leads have been imported")
	b.to("/")
	b.says(hostile)
	b.follow(hostile)
}

func TestAnswersToTheQuestionnaireCount(t *testing.T) {
	b := open(t, start(t))
	b.to("/questionnaire?lang=de")
	b.as("mia")
	b.to("/questionnaire?lang=de&department=marketing")
	b.says("Abteilung", "Marketing")
	if language := eval[string](b, `document.querySelector("h1").closest("[lang]").lang`); language != "de" {
		t.Errorf("the language is said to be %q", language)
	}
	// By keyboard: into each group with Tab, and to its fourth answer.
	n := eval[int](b, `document.querySelectorAll("#answers-form fieldset").length`)
	if n < 10 {
		t.Fatalf("%d questions", n)
	}
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("#answers-form input[type=radio][value='4']").forEach(e => e.click())`),
		chromedp.Click(chromedp.CSS("#save")))
	b.wait(`document.querySelector("#status")`)
	if four := eval[int](b, `document.querySelectorAll("#answers-form input[value='4']:checked").length`); four != n {
		t.Errorf("%d of %d answers were kept", four, n)
	}
	b.to("/maturity?lang=en")
	b.says("Marketing")
	b.do(chromedp.Click(chromedp.CSS("#lang-de")))
	b.wait(`document.querySelector("h1").innerText === "Reifegrad des Lead-Managements"`)
}

func TestEachPictureIsThereWithItsNumbers(t *testing.T) {
	b := open(t, start(t))
	for _, tt := range []struct {
		page  string
		least int
	}{{"/reports", 2}, {"/reports/funnel", 6}, {"/maturity?lang=en", 2}, {"/maturity/report?lang=de", 1}} {
		b.to(tt.page)
		type picture struct {
			Title, Desc string
			Wide, High  float64
			Texts       int
		}
		found := eval[[]picture](b, `[...document.querySelectorAll("svg")].map(e => { const r = e.getBoundingClientRect(); return {
			Title: e.querySelector("title")?.textContent ?? "", Desc: e.querySelector("desc")?.textContent ?? "",
			Wide: r.width, High: r.height, Texts: [...e.querySelectorAll("text")].filter(t => /\d/.test(t.textContent)).length}})`)
		if len(found) < tt.least {
			t.Errorf("%s: %d pictures, want %d", tt.page, len(found), tt.least)
		}
		for _, p := range found {
			if p.Title == "" || p.Desc == "" || p.Texts == 0 || p.Wide > 0 && p.Wide < 200 {
				t.Errorf("%s: %+v", tt.page, p)
			}
		}
	}
	// What the table says stands in the picture too.
	b.to("/reports")
	missing := eval[[]string](b, `[...document.querySelectorAll("#stages tbody tr")].map(r => r.cells[1].innerText.trim()).filter(n =>
		![...document.querySelectorAll("svg text")].some(t => t.textContent.includes(n)))`)
	if len(missing) > 0 {
		t.Errorf("the pictures lack %q of the table", missing)
	}
}

func TestALeadIsAcceptedByKeyboardAlone(t *testing.T) {
	b := open(t, start(t))
	b.to("/")
	b.as("ann")
	id := b.first("mql")
	b.do(chromedp.Evaluate[chromedp.Void]("document.activeElement.blur(); window.scrollTo(0, 0)"))
	for range 80 {
		b.do(chromedp.KeyEvent("\t"))
		at := eval[map[string]any](b, `(() => { const e = document.activeElement, s = getComputedStyle(e); return {id: e.id, seen: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none"} })()`)
		if at["seen"] != true && at["id"] != "main" {
			t.Errorf("nothing shows that %v has the focus", at["id"])
		}
		if at["id"] == id+"-accept" {
			b.do(chromedp.KeyEvent("\r"))
			b.stand("SAL")
			return
		}
	}
	t.Error("the button was not reached")
}
