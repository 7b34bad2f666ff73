public static class Align
{
    static readonly float[] Floats = { @FLOATS@ };

    public static void Fill(System.Collections.Generic.List<double> list)
    {
@ADDS@
    }

    public static float First() { return Floats[0]; }
}
