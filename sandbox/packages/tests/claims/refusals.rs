//! Each thing that a package must not have is refused with one sentence that names it.

use crate::support::Copy;

type Break = for<'a> fn(&'a Copy) -> &'a Copy;

fn check(name: &str, table: &[(Break, &str)]) {
    let mut found = Vec::new();
    for (breaks, _) in table {
        let copy = Copy::of(name);
        breaks(&copy);
        found.push(copy.refusal());
    }
    let expected: Vec<&str> = table.iter().map(|(_, sentence)| *sentence).collect();
    assert_eq!(found, expected);
}

#[test]
fn of_all_versions() {
    check(
        "legacy/plumjars",
        &[
            (
                |copy| copy.remove("data/secret/small/02-two.ans"),
                "data/secret/small/02-two.in: has no answer file: data/secret/small/02-two.ans is missing",
            ),
            (
                |copy| copy.remove("data/secret/small/02-two.in"),
                "data/secret/small/02-two.ans: has no input: data/secret/small/02-two.in is missing",
            ),
            (
                |copy| copy.remove("data/secret"),
                "data/secret: holds no test case",
            ),
            (
                |copy| copy.remove("problem.yaml"),
                "plumjars is no problem package: problem.yaml is missing",
            ),
            (
                |copy| copy.append("problem.yaml", "keyword: x\n"),
                "problem.yaml:15: unknown key \"keyword\"; did you mean \"keywords\"?",
            ),
            (
                |copy| copy.replace("problem.yaml", "  memory: 512", "  memroy: 512"),
                "problem.yaml:12: unknown key \"memroy\" of limits; did you mean \"memory\"?",
            ),
            (
                |copy| copy.append("problem.yaml", "name: Again\n"),
                "problem.yaml:15: key \"name\" is there twice, first on line 2",
            ),
            (
                |copy| copy.replace("problem.yaml", "name: Plum Jars", "name: &x Plum Jars"),
                "problem.yaml:2: YAML anchors are not allowed: remove the \"&…\"",
            ),
            (
                |copy| copy.replace("problem.yaml", "limits:", "limits: !map"),
                "problem.yaml:9: YAML tags are not allowed: remove the \"!…\"",
            ),
            (
                |copy| copy.append("problem.yaml", "---\nname: x\n"),
                "problem.yaml:15: a second document begins; one is allowed",
            ),
            (
                |copy| copy.replace("problem.yaml", "memory: 512", "memory: much"),
                "problem.yaml:12: limits.memory must be a whole number of at least 1, found \"much\"",
            ),
            (
                |copy| copy.replace("problem.yaml", "memory: 512", "memory: 16"),
                "problem.yaml:12: limits.memory is 16 MiB, less than the 64 MiB that a language's runtime needs",
            ),
            (
                |copy| copy.replace("problem.yaml", "name: Plum Jars", "name: 12"),
                "problem.yaml:2: name must be text: put quotes around 12",
            ),
            (
                |copy| {
                    copy.replace(
                        "problem.yaml",
                        "name: Plum",
                        "problem_format_version: 2023-07\nname: Plum",
                    )
                },
                "problem.yaml:2: the format's version \"2023-07\" is not supported: legacy, legacy-icpc and 2025-09 are",
            ),
            (
                |copy| copy.append("problem.yaml", "type: scoring\n"),
                "problem.yaml:15: type makes this a problem of type scoring, which is not supported: \
                 battles are decided by accepted or not, so only pass-fail problems can be imported",
            ),
            (
                |copy| copy.append("problem.yaml", "validation: custom interactive\n"),
                "problem.yaml:15: validation makes this a problem of type interactive, which is not supported: \
                 battles are decided by accepted or not, so only pass-fail problems can be imported",
            ),
            (
                |copy| copy.replace("problem.yaml", "license: cc by-sa", "license: gpl"),
                "problem.yaml:6: license is \"gpl\", not one of unknown, public domain, cc0, cc by, cc by-sa, educational, permission",
            ),
            (
                |copy| {
                    copy.replace(
                        "problem.yaml",
                        "float_tolerance 1e-4",
                        "float_tolerence 1e-4",
                    )
                },
                "data/sample/1.in: unknown flag \"float_tolerence\" of the default output validator \
                 (case_sensitive, space_change_sensitive, float_absolute_tolerance, \
                 float_relative_tolerance, float_tolerance)",
            ),
            (
                |copy| copy.append("problem.yaml", "validation: custom\n"),
                "output_validators: holds no validator, although validation is custom",
            ),
            (
                |copy| copy.write("data/secret/small/testdata.yaml", "range: 0 1\n"),
                "data/secret/small/testdata.yaml:1: range is for scoring problems, and this one is pass-fail",
            ),
            (
                |copy| copy.write("data/sample/1.interaction", "> 1\n"),
                "data/sample/1.interaction: is for interactive and multi-pass problems, which are not supported",
            ),
            (
                |copy| copy.write("data/secret/small/01-zero/x.in", ""),
                "data/secret/small/01-zero/x.in: lies in a folder that is named like the test case data/secret/small/01-zero.in",
            ),
            (
                |copy| copy.write("submissions/partially_accepted/x.py", "x"),
                "submissions/partially_accepted/x.py: is for scoring problems, and this one is pass-fail",
            ),
            (
                |copy| copy.remove("submissions/accepted"),
                "submissions/accepted: holds no submission",
            ),
            (
                |copy| copy.remove("input_validators"),
                "input_validators: holds no validator",
            ),
            (
                |copy| copy.remove("problem_statement"),
                "problem_statement: holds no statement: problem.<language>.md or problem.<language>.tex",
            ),
            (
                |copy| copy.remove("problem_statement/jars.svg"),
                "problem_statement/problem.en.tex: refers to problem_statement/jars.svg, which is missing",
            ),
            (
                |copy| copy.append("problem_statement/problem.en.tex", "\\input{secret}\n"),
                "problem_statement/problem.en.tex:15: the command \\input is refused: a statement reads no files and defines no commands",
            ),
            (
                |copy| copy.write("problem_statement/problem.fr.pdf", "%PDF"),
                "problem_statement/problem.fr.pdf: is a PDF, which cannot be shown beside the editor: give the statement as .md or .tex",
            ),
            (
                |copy| copy.write("include/python3/x.py", ""),
                "include: adds files to every submission, which is not supported: submissions are one file here",
            ),
            (
                |copy| copy.write("statement/problem.en.md", "x"),
                "statement: belongs to format 2025-09, but problem.yaml says legacy",
            ),
            (
                |copy| copy.write("problem.yaml", "\u{feff}name: x\n"),
                "problem.yaml:1: begins with a byte-order mark, which the format forbids: save it without one",
            ),
        ],
    );
}

#[test]
fn aliases_even_where_they_would_grow() {
    let copy = Copy::of("legacy/plumjars");
    copy.replace("problem.yaml", "source: Village Contest 2024", "source: *x");
    let refusal = copy.refusal();
    assert!(refusal.starts_with("problem.yaml:4: "), "{refusal}");
    copy.write("problem.yaml", "a: &a [x]\nb: [*a, *a]\n");
    assert_eq!(
        copy.refusal(),
        "problem.yaml:1: YAML anchors are not allowed: remove the \"&…\""
    );
}

#[test]
fn of_legacy_icpc() {
    check(
        "legacy-icpc/ticketgate",
        &[
            (
                |copy| copy.append("problem.yaml", "type: pass-fail\n"),
                "problem.yaml:7: unknown key \"type\"",
            ),
            (
                |copy| {
                    copy.write("data/secret/group/1.in", "x")
                        .write("data/secret/group/1.ans", "x")
                },
                "data/secret/group/1.ans: lies in a group of test data, which legacy-icpc does not have",
            ),
            (
                |copy| copy.write("data/secret/testdata.yaml", "on_reject: break\n"),
                "data/secret/testdata.yaml: is not part of format legacy-icpc",
            ),
            (
                |copy| copy.append("problem.yaml", "rights_owner: Ada\n"),
                "problem.yaml:7: rights_owner must not be set: the licence is \"public domain\"",
            ),
        ],
    );
}

#[test]
fn of_2025_09() {
    check(
        "2025-09/nearpair",
        &[
            (
                |copy| copy.append("problem.yaml", "validation: default\n"),
                "problem.yaml:33: unknown key \"validation\"",
            ),
            (
                |copy| copy.append("problem.yaml", "type: [interactive, multi-pass]\n"),
                "problem.yaml:33: type makes this a problem of type interactive, which is not supported: \
                 battles are decided by accepted or not, so only pass-fail problems can be imported",
            ),
            (
                |copy| copy.append("problem.yaml", "type: submit-answer\n"),
                "problem.yaml:33: type makes this a problem of type submit-answer, which is not supported: \
                 battles are decided by accepted or not, so only pass-fail problems can be imported",
            ),
            (
                |copy| copy.replace("problem.yaml", "uuid: 0b0d9c0e", "uuid: zzz"),
                "problem.yaml:5: uuid is not a UUID: \"zzz-52f8-4d38-8e42-7f3f5a1f6c02\"",
            ),
            (
                |copy| copy.replace("problem.yaml", "  sv: Ett nära par\n", ""),
                "problem.yaml: name has no \"sv\", in which there is statement/problem.sv.tex",
            ),
            (
                |copy| {
                    copy.replace(
                        "problem.yaml",
                        "  sv: Ett nära par\n",
                        "  sv: Ett\n  da: Et\n",
                    )
                },
                "problem.yaml: name has \"da\", in which there is no statement",
            ),
            (
                |copy| copy.replace("problem.yaml", "memory: 512", "memory: 4096"),
                "problem.yaml:27: limits.memory is 4096 MiB, more than the 1024 MiB that the arena can give",
            ),
            (
                |copy| copy.replace("problem.yaml", "memory: 512", "time_limit: 0.25"),
                "problem.yaml:27: limits.time_limit is 0.25, not a whole multiple of the time_resolution 0.1",
            ),
            (
                |copy| copy.replace("problem.yaml", "[python3,", "[python,"),
                "problem.yaml:21: languages has \"python\", which is no language of the format",
            ),
            (
                |copy| copy.append("problem.yaml", "allow_file_writing: true\n"),
                "problem.yaml:33: allow_file_writing is true, which is not supported: programs here have no files",
            ),
            (
                |copy| copy.append("problem.yaml", "allow_file_writing: yes\n"),
                "problem.yaml:33: allow_file_writing must be true or false, found \"yes\"",
            ),
            (
                |copy| copy.write("data/sample/1.files/x", "x"),
                "data/sample/1.files/x: gives a submission files, which is not supported: programs here read standard input only",
            ),
            (
                |copy| copy.write("data/sample/1.yaml", "args: [x]\n"),
                "data/sample/1.yaml:1: args gives submissions arguments, which is not supported",
            ),
            (
                |copy| copy.write("data/sample/1.yaml", "hnit: x\n"),
                "data/sample/1.yaml:1: unknown key \"hnit\"; did you mean \"hint\"?",
            ),
            (
                |copy| copy.write("data/secret/test_group.yaml", "max_score: 10\n"),
                "data/secret/test_group.yaml:1: max_score is for scoring problems, and this one is pass-fail",
            ),
            (
                |copy| {
                    copy.write(
                        "data/secret/test_group.yaml",
                        "output_validator_args: [fast]\n",
                    )
                },
                "data/secret/large/1.in: unknown flag \"fast\" of the default output validator \
                 (case_sensitive, space_change_sensitive, float_absolute_tolerance, \
                 float_relative_tolerance, float_tolerance)",
            ),
            (
                |copy| {
                    copy.write("data/secret/loose.in", "x")
                        .write("data/secret/loose.ans", "x")
                },
                "data/secret/loose.in: is in no test data group, although the secret data has groups",
            ),
            (
                |copy| copy.remove("data/sample/2.in.download"),
                "data/sample/2.in.statement: needs both a .statement and a .download file beside the original",
            ),
            (
                |copy| copy.remove("data/invalid_output/far.out"),
                "data/invalid_output/far.in: has no output file: data/invalid_output/far.out is missing",
            ),
            (
                |copy| {
                    copy.append(
                        "submissions/submissions.yaml",
                        "accepted:\n  permited: [AC]\n",
                    )
                },
                "submissions/submissions.yaml:12: accepted.permited is an unknown key",
            ),
            (
                |copy| {
                    copy.append(
                        "submissions/submissions.yaml",
                        "accepted:\n  permitted: [OK]\n",
                    )
                },
                "submissions/submissions.yaml:12: accepted.permitted has \"OK\", not AC, WA, TLE or RTE",
            ),
            (
                |copy| {
                    copy.append(
                        "submissions/submissions.yaml",
                        "\"a/**\":\n  permitted: [AC]\n",
                    )
                },
                "submissions/submissions.yaml:11: a/** uses ** or [ ], which the format does not have",
            ),
            (
                |copy| copy.append("statement/problem.en.md", "<script>x</script>\n"),
                "statement/problem.en.md:14: <script> is not allowed in a statement",
            ),
            (
                |copy| copy.write("static_validator/x.py", "x"),
                "static_validator: judges the source of submissions, which is not supported",
            ),
        ],
    );
}
