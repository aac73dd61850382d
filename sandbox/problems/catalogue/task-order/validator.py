def validate(input):
    if type(input) is not dict or set(input) != {"tasks", "before"}:
        raise ValueError("expected exactly the parameters tasks and before")
    tasks, before = input["tasks"], input["before"]
    if type(tasks) is not int or not 1 <= tasks <= 8_000:
        raise ValueError("tasks must be between 1 and 8,000")
    if type(before) is not list or len(before) > 14_000:
        raise ValueError("before must be a list of at most 14,000 pairs")
    for pair in before:
        if type(pair) is not list or len(pair) != 2:
            raise ValueError("a rule must be a pair")
        if any(type(task) is not int or not 1 <= task <= tasks for task in pair):
            raise ValueError("a rule names a task that is not there")
        if pair[0] == pair[1]:
            raise ValueError("a task cannot be done before itself")
