def driest_stretch(depths):
    count = len(depths)

    def nearest_lower(row):
        stack, found = [], []
        for i, depth in enumerate(row):
            while stack and row[stack[-1]] >= depth:
                stack.pop()
            found.append(stack[-1] if stack else -1)
            stack.append(i)
        return found

    left = nearest_lower(depths)
    right = [count - 1 - i for i in reversed(nearest_lower(depths[::-1]))]
    return sum(depth * (i - left[i]) * (right[i] - i) for i, depth in enumerate(depths)) % 1_000_000_007
