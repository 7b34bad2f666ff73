// The parts as main.cc calls them.
#pragma once
#include <string>
#include <vector>

// Every part: the files it is told to read in, one number out.
double part_detector(const std::vector<std::string>& files);
double part_points(const std::vector<std::string>& files);
double part_chips(const std::vector<std::string>& files);
double part_metric(const std::vector<std::string>& files);
double part_cnn_detector(const std::vector<std::string>& files);
double part_plain(const std::vector<std::string>& files);
double part_classes(const std::vector<std::string>& files);
double part_objects(const std::vector<std::string>& files);
double part_measure(const std::vector<std::string>& files);
double part_packed(const std::vector<std::string>& files);
