class Align {
  static final float[] FLOATS = {@FLOATS@};

  static double[] doubles() {
    return new double[] {@DOUBLES@};
  }
}
