package dev.redline.listener;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a class file names: its version, the classes it refers to, and every text in its constant
 * pool, descriptors and generic signatures among them (JVM specification, chapter 4.4).
 *
 * @param majorVersion 61 is Java 17
 * @param classNames with slashes; arrays as descriptors
 * @param texts all Utf8 constants
 */
record ClassFile(int majorVersion, List<String> classNames, List<String> texts) {
  private static final int MAGIC = 0xCAFEBABE;

  static ClassFile read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    if (in.readInt() != MAGIC) {
      throw new IOException("not a class file");
    }
    in.readUnsignedShort();
    int majorVersion = in.readUnsignedShort();
    Map<Integer, String> texts = new HashMap<>();
    List<Integer> classes = new ArrayList<>();
    int count = in.readUnsignedShort();
    for (int index = 1; index < count; index++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(index, in.readUTF());
        case 7 -> classes.add(in.readUnsignedShort());
        case 8, 16, 19, 20 -> in.readUnsignedShort();
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
        case 15 -> in.skipNBytes(3);
        case 5, 6 -> {
          in.readLong();
          index++;
        }
        default -> throw new IOException("unknown constant " + tag);
      }
    }
    List<String> names = classes.stream().map(texts::get).toList();
    return new ClassFile(majorVersion, names, List.copyOf(texts.values()));
  }
}
