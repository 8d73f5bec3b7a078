;; A row times a matrix with the processor's vector instructions. The sums are those of the loop in JavaScript
;; (scalarProduct.ts), number by number: float64 products, added from the first element of the row to the last.
(module
  (memory (export "memory") 1)

  ;; Writes the transpose of a float32 matrix [rows, columns]: a block of four rows and four columns is read in four vectors,
  ;; turned in registers and written in four others. `rows` is a multiple of 4; where `columns` is none, up to three rows more
  ;; are written than the transpose has.
  (func (export "transpose") (param $source i32) (param $target i32) (param $rows i32) (param $columns i32)
    (local $sourceStride i32) (local $targetStride i32)
    (local $row i32) (local $column i32) (local $from i32) (local $to i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $ab01 v128) (local $ab23 v128) (local $cd01 v128) (local $cd23 v128)
    (local.set $sourceStride (i32.shl (local.get $columns) (i32.const 2)))
    (local.set $targetStride (i32.shl (local.get $rows) (i32.const 2)))
    (loop $rowBlocks
      (local.set $column (i32.const 0))
      (local.set $to (i32.add (local.get $target) (i32.shl (local.get $row) (i32.const 2))))
      (loop $columnBlocks
        (local.set $from (i32.add (local.get $source) (i32.shl (local.get $column) (i32.const 2))))
        (local.set $a (v128.load (local.get $from)))
        (local.set $b (v128.load (local.tee $from (i32.add (local.get $from) (local.get $sourceStride)))))
        (local.set $c (v128.load (local.tee $from (i32.add (local.get $from) (local.get $sourceStride)))))
        (local.set $d (v128.load (i32.add (local.get $from) (local.get $sourceStride))))
        (local.set $ab01 (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b)))
        (local.set $ab23 (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b)))
        (local.set $cd01 (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d)))
        (local.set $cd23 (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d)))
        (v128.store (local.get $to)
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ab01) (local.get $cd01)))
        (v128.store (local.tee $to (i32.add (local.get $to) (local.get $targetStride)))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ab01) (local.get $cd01)))
        (v128.store (local.tee $to (i32.add (local.get $to) (local.get $targetStride)))
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ab23) (local.get $cd23)))
        (v128.store (local.tee $to (i32.add (local.get $to) (local.get $targetStride)))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ab23) (local.get $cd23)))
        (local.set $to (i32.add (local.get $to) (local.get $targetStride)))
        (br_if $columnBlocks
          (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 4))) (local.get $columns))))
      (local.set $source (i32.add (local.get $source) (i32.shl (local.get $sourceStride) (i32.const 2))))
      (br_if $rowBlocks (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 4))) (local.get $rows)))))

  ;; Keeps what is not 0 of a float32 row: the values as float64, and behind them, for each, where its row of the
  ;; weights begins. Half of a row is 0 behind a rectifier, but which half is a toss of a coin: instead of a branch, what is
  ;; 0 is overwritten by the next.
  (func $gather (param $x i32) (param $size i32) (param $values i32) (param $starts i32) (param $stride i32)
    (result i32)
    (local $element f32) (local $start i32) (local $count i32) (local $end i32)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $size) (i32.const 2))))
    (loop $elements
      (local.set $element (f32.load (local.get $x)))
      (f64.store
        (i32.add (local.get $values) (i32.shl (local.get $count) (i32.const 3)))
        (f64.promote_f32 (local.get $element)))
      (i32.store
        (i32.add (local.get $starts) (i32.shl (local.get $count) (i32.const 2)))
        (local.get $start))
      (local.set $count (i32.add (local.get $count) (f32.ne (local.get $element) (f32.const 0))))
      (local.set $start (i32.add (local.get $start) (local.get $stride)))
      (br_if $elements
        (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 4))) (local.get $end))))
    (local.get $count))

  ;; Two pairs of float64 as four float32.
  (func $join (param $low v128) (param $high v128) (result v128)
    (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      (f32x4.demote_f64x2_zero (local.get $low)) (f32x4.demote_f64x2_zero (local.get $high))))

  ;; output [units] = max(x [size] times the transposed weights [size, units] + bias [units], floor), all float32; `units` is
  ;; a multiple of 8. A bias of -0 and a floor of -Infinity change no product.
  (func (export "multiply")
    (param $x i32) (param $size i32) (param $values i32) (param $starts i32)
    (param $weights i32) (param $bias i32) (param $floor f32) (param $output i32) (param $units i32)
    (local $count i32) (local $index i32) (local $end i32) (local $row i32) (local $value v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $floors v128)
    (local.set $floors (f32x4.splat (local.get $floor)))
    (local.set $count
      (call $gather (local.get $x) (local.get $size) (local.get $values) (local.get $starts)
        (i32.shl (local.get $units) (i32.const 2))))
    (local.set $end (i32.add (local.get $output) (i32.shl (local.get $units) (i32.const 2))))
    (loop $blocks
      (local.set $a (v128.const f64x2 0 0))
      (local.set $b (v128.const f64x2 0 0))
      (local.set $c (v128.const f64x2 0 0))
      (local.set $d (v128.const f64x2 0 0))
      (local.set $index (i32.const 0))
      (block $summed
        (br_if $summed (i32.eqz (local.get $count)))
        (loop $products
          (local.set $value
            (v128.load64_splat (i32.add (local.get $values) (i32.shl (local.get $index) (i32.const 3)))))
          (local.set $row
            (i32.add
              (local.get $weights)
              (i32.load (i32.add (local.get $starts) (i32.shl (local.get $index) (i32.const 2))))))
          (local.set $a (f64x2.add (local.get $a)
            (f64x2.mul (local.get $value) (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $row))))))
          (local.set $b (f64x2.add (local.get $b)
            (f64x2.mul (local.get $value) (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $row))))))
          (local.set $c (f64x2.add (local.get $c)
            (f64x2.mul (local.get $value) (f64x2.promote_low_f32x4 (v128.load64_zero offset=16 (local.get $row))))))
          (local.set $d (f64x2.add (local.get $d)
            (f64x2.mul (local.get $value) (f64x2.promote_low_f32x4 (v128.load64_zero offset=24 (local.get $row))))))
          (br_if $products
            (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (local.get $count)))))
      (v128.store (local.get $output)
        (f32x4.max (local.get $floors)
          (f32x4.add (v128.load (local.get $bias)) (call $join (local.get $a) (local.get $b)))))
      (v128.store offset=16 (local.get $output)
        (f32x4.max (local.get $floors)
          (f32x4.add (v128.load offset=16 (local.get $bias)) (call $join (local.get $c) (local.get $d)))))
      (local.set $bias (i32.add (local.get $bias) (i32.const 32)))
      (local.set $weights (i32.add (local.get $weights) (i32.const 32)))
      (br_if $blocks
        (i32.lt_u (local.tee $output (i32.add (local.get $output) (i32.const 32))) (local.get $end))))))
