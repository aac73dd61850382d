(defn snail_meals [bed walks]
  # (in (in sums r) c): all leaves in the first r rows and c columns.
  (def width (length (first bed)))
  (def sums @[(array/new-filled (+ width 1) 0)])
  (each row bed
    (def above (last sums))
    (def line (array/new-filled (+ width 1) 0))
    (var leaves 0)
    (for column 0 width
      (+= leaves (in row column))
      (put line (+ column 1) (+ leaves (in above (+ column 1)))))
    (array/push sums line))

  (defn part [top left bottom right]
    (def upper (in sums top))
    (def lower (in sums (+ bottom 1)))
    (+ (- (in lower (+ right 1)) (in upper (+ right 1)) (in lower left)) (in upper left)))

  (defn inner-meal [top left bottom right plants whole]
    "Of a part without whole rings: `plants` along its edge, and `whole` from outside."
    (def height (+ 1 (- bottom top)))
    (def width (+ 1 (- right left)))
    (if (or (<= height 0) (<= width 0)) (break whole))
    (var leaves (- whole (part top left bottom right)))
    (var rest plants)
    (if (= rest 0) (break leaves))
    (if (<= rest width) (break (+ leaves (part top left top (+ left rest -1)))))
    (+= leaves (part top left top right))
    (-= rest width)
    (if (< rest height) (break (+ leaves (part (+ top 1) right (+ top rest) right))))
    (+= leaves (part (+ top 1) right bottom right))
    (-= rest (- height 1))
    (if (< rest width) (break (+ leaves (part bottom (- right rest) bottom (- right 1)))))
    (+= leaves (part bottom left bottom (- right 1)))
    (-= rest (- width 1))
    (+ leaves (part (- bottom rest) left (- bottom 1) left)))

  (defn meal [top left bottom right plants]
    (def height (+ 1 (- bottom top)))
    (def width (+ 1 (- right left)))
    (defn within [rings]
      (def inner-height (- height (* 2 rings)))
      (def inner-width (- width (* 2 rings)))
      (if (or (<= inner-height 0) (<= inner-width 0))
        (* height width)
        (- (* height width) (* inner-height inner-width))))
    # The rings that are eaten whole: the most of which all plants are eaten.
    (var [low high] [0 (div (+ 1 (min height width)) 2)])
    (while (< low high)
      (def rings (div (+ low high 1) 2))
      (if (<= (within rings) plants) (set low rings) (set high (- rings 1))))
    (inner-meal (+ top low) (+ left low) (- bottom low) (- right low)
                (- plants (within low)) (part top left bottom right)))

  (map |(meal ;$) walks))
