package main

const usage = `assess reads what people answered and what was measured, and says where an organisation
stands with its lead management, what is missing and what to do next.

  assess -answers F [flags]
  assess -questionnaire csv|html [-department D] [flags]

  -answers F     what people answered, as CSV, YAML or JSON; - is the standard input; may
                 be given several times, such as once for each person
  -measures F    measures, JSON or YAML; may be given several times
  -lifecycle F   measure this lifecycle, too; "standard" is leadline's own, and the
                 default with a history that has no other statuses
  -history F     measure this lead history by the lifecycle: CSV with a header line, or
                 rows as JSON, one in a line, as leadsql.Export writes them; plain or
                 gzip; may be given several times
  -map M         how to read the CSV file: the n-th map is for the n-th history
  -from T        start of the period of the history, which is in it; default: everything
  -to T          end of the period, which is not in it
  -asof T        how far the history is read; default: its last time
  -evidence E    caps (default): what a measure refutes is not reached; ignore: the
                 answers alone decide
  -hbr F         sheets of the instrument of Kotler, Rackham and Krishnaswamy (numbers
                 only), YAML or JSON; their result stands beside the other
  -model M       a model of your own, YAML or JSON
  -target R,M    where to be: the stages of the relationship and of lead management, 1
                 to 4; default: 4,4
  -assume X=N    what would be if everybody answered N to statement X, or if indicator X
                 were N, or N/OUT-OF for a share; may be given several times
  -at T          when the assessment is made; default: the last time of the measures
  -earlier F     an assessment that -keep wrote: what has changed since; may be given
                 several times; two reports of nearly the same people can tell what one
                 person answered who alone joined, left or answered otherwise in between
  -keep F        write this assessment to a file, for later ones, if it is of some 400
                 people at most; it holds the single answers, though not who gave them,
                 and is its owner's alone to read
  -questionnaire csv, to be filled in and given to -answers, or html, a page to print;
                 with -department, -lang, -model and -o only
  -department D  only what this department is asked
  -lang L        en (default) or de: the language of texts; json has both
  -format F      text (default), markdown (or md), json, html: one page with pictures,
                 or svg: the matrix alone
  -o FILE        write to a file, which is replaced at the end and in one piece
  -h             this text

T is a date, which is its first moment in UTC, or a time such as 2026-03-31T16:59:42Z.
Exit codes: 0; 2 if flags, files or data are not as they should be; 1 for all else.

Example: a sheet to fill in, the report, and what would be if decisions were recorded

  go run ./examples/assess -questionnaire csv -o answers.csv
  go run ./examples/assess -answers answers.csv -measures measures.json \
      -at 2026-09-01 -keep 2026-09.json
  go run ./examples/assess -answers answers.csv -measures measures.json \
      -assume ev.rel.decision_share=190/200

  answers.csv                                     measures.json
    respondent,department,statement,value,reason    [{"id": "ev.rel.decision_share",
    p1,sales,rel.rules.2,4,                           "num": 60, "den": 200}]
`
