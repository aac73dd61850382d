def kth_duet(fees, schools, rank):
    singers = sorted(fees)
    n = len(singers)
    if len(set(schools)) == 1 or n * (n - 1) // 2 < rank:
        return []

    def duets(price):
        total, right = 0, n - 1
        for left in range(n):
            while right >= 0 and singers[left] + singers[right] > price:
                right -= 1
            if right <= left:
                break
            total += right - left
        return total

    low, high = 2 * singers[0], 2 * singers[-1]
    while low < high:
        middle = (low + high) // 2
        if duets(middle) >= rank:
            high = middle
        else:
            low = middle + 1
    return [low, duets(low - 1)]
