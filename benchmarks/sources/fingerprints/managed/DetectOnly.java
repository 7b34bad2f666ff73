package org.example.city;

import android.content.res.AssetManager;
import android.graphics.Bitmap;
import com.zwp.mobilefacenet.mtcnn.MTCNN;
import java.io.IOException;

/** A program that finds faces and never compares them. */
public final class DetectOnly {
    static AssetManager assets;
    static Bitmap picture;

    public static void main(String[] arguments) throws Exception {
        MTCNN finder = new MTCNN(assets);
        System.out.println(finder.detectFaces(picture, picture.getWidth() / 5).size());
    }
}
