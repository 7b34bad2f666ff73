package org.example.city;

import android.content.res.AssetManager;
import android.graphics.Bitmap;
import com.zwp.mobilefacenet.mobilefacenet.MobileFaceNet;
import java.io.IOException;

/** A program that compares two cut-out faces and finds none by itself. */
public final class RecogniseOnly {
    static AssetManager assets;
    static Bitmap one, other;

    public static void main(String[] arguments) throws IOException {
        System.out.println(new MobileFaceNet(assets).compare(one, other) > 0.8f);
    }
}
